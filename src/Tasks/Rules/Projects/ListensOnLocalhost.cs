using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Projects;

/// <summary>All addresses of an ASP.NET Core application are local, so only processes in its container reach it.</summary>
internal sealed class ListensOnLocalhost : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6020", "The app listens only on localhost of its container", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || file.Start is not { } start) return;

        // The settings file of the project overrides the variable, and an argument overrides both.
        if (ArgumentIn(start.Process.CommandLine) is { } argument)
        {
            if (IsDotNet(image, start) && Local(argument) is { } given)
            {
                Report(findings, start.Span, "The argument --urls makes the application listen", given);
            }

            return;
        }

        if (file.App is { } app && (!app.IsStartedBy(start) || app.ChoosesAddresses)) return;
        if (file.App?.AddressesIn(image, start.Process) is { Count: > 0 } addresses)
        {
            if (Local(string.Join(';', addresses.Select(static address => address.Url))) is { } local)
            {
                Report(findings, start.Span, $"{addresses[0].File} makes Kestrel listen", local);
            }
        }
        else if (image.State.Environment.Find("ASPNETCORE_URLS") is { IsKnown: true, Value: { } urls, Instruction: { } instruction }
            && IsDotNet(image, start)
            && Local(urls) is { } local)
        {
            Report(findings, SpanOf(instruction), "ASPNETCORE_URLS makes the application listen", local);
        }
    }

    private static bool IsDotNet(FinalImage image, AppStart start) =>
        start.Assembly is not null || (image.Base is { } name && DotNetImage.Of(name) is not null);

    /// <summary>The value of <c>--urls</c>; empty if the command line does not contain it in a known form.</summary>
    private static string? ArgumentIn(string commandLine)
    {
        const string Option = "--urls";
        var at = commandLine.IndexOf(Option, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var rest = commandLine[(at + Option.Length)..];
        return rest.Length > 0 && rest[0] is '=' or ' ' ? rest[1..].TrimStart().Split(' ')[0].Trim('"', '\'') : "";
    }

    private static void Report(Findings findings, TextSpan span, string what, ListenAddress local) => findings.Report(span,
        $"{what} on {MessageText.Cut(local.Host)}:{local.Port} only, which nothing outside the container can reach. "
            + $"Use http://*:{local.Port} instead.");

    /// <summary>The first address, if all are local.</summary>
    private static ListenAddress? Local(string list) =>
        ListenAddress.In(list) is [var first, ..] all && all.TrueForAll(static address => address.IsLocal) ? first : null;

    private static TextSpan SpanOf(InstructionSyntax instruction) =>
        instruction.Pairs.FirstOrDefault(static pair => pair.Name == "ASPNETCORE_URLS") is { } pair ? pair.Span : instruction.HeaderSpan;
}
