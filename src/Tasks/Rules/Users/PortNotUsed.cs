using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// EXPOSE does not name a port that the file configures the process to listen on: ASP.NET Core reads ASPNETCORE_URLS and
/// ASPNETCORE_HTTP_PORTS (learn.microsoft.com, Kestrel endpoints). Many other programs read PORT, but only by convention.
/// </summary>
internal sealed class PortNotUsed : Rule
{
    private static readonly string[] AspNetVariables = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS"];

    public override RuleDescriptor Descriptor { get; } = new("CG3011", "EXPOSE does not match the listening port", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || image.State.ExposedPorts.IsEmpty) return;

        HashSet<int> used = [];
        var names = Array.FindAll(AspNetVariables, name => Add(image.State, name, used));
        var isConvention = names.Length == 0 && Add(image.State, "PORT", used);
        if (isConvention) names = ["PORT"];
        if (names.Length == 0 && ListensOn8080(image, file.Process))
        {
            names = ["the base image"];
            used.Add(8080);
        }

        if (names.Length == 0 || used.Count == 0) return;

        ExposedPort? first = null;
        foreach (var port in image.State.ExposedPorts)
        {
            // One match is enough: other ports may be for metrics, or for another process.
            if (used.Any(number => number >= port.First && number <= port.Last) || IsGiven(file.Process, port)) return;
            first = port;
        }

        findings.Report(file.FromFirstLine(first!.Instruction, first.Span),
            $"EXPOSE names port {first.Text}, but {names[0]} makes the process listen on {string.Join(", ", used)}. "
                + $"Write EXPOSE {string.Join(" ", used)}.",
            isConvention ? Severity.Message : null);
    }

    /// <summary>
    /// Whether the base is an ASP.NET Core image that sets ASPNETCORE_HTTP_PORTS=8080, as all do since version 8 (learn.microsoft.com,
    /// "Default ASP.NET Core port changed"), and the file exposes the port that earlier versions used.
    /// </summary>
    private static bool ListensOn8080(FinalImage image, ContainerProcess? process) =>
        image.Base is { } known
        && (known.Repository == "dotnet/aspnet" || known.Repository.EndsWith("/dotnet/aspnet", StringComparison.Ordinal))
        && ImageTag.Parse(known.Tag ?? "").Version?.Major >= 8
        && Array.TrueForAll(AspNetVariables, name => image.State.Find(name)?.Instruction is null)
        && image.State.ExposedPorts.All(static port => port.First is 80 or 443)
        && process?.CommandLine.Contains("urls", StringComparison.OrdinalIgnoreCase) != true
        && process is not { IsScript: true };

    /// <summary>Adds the ports that a variable of the image names; false when it does not name a known port.</summary>
    private static bool Add(StageState state, string name, HashSet<int> ports)
    {
        if (state.Environment.Find(name) is not { IsKnown: true, Value: { } value }) return false;

        var count = ports.Count;
        foreach (var part in value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var text = part[(part.LastIndexOf(':') + 1)..].TrimEnd('/');
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) ports.Add(port);
        }

        return ports.Count > count;
    }

    /// <summary>Whether the command line of the process names the port.</summary>
    private static bool IsGiven(ContainerProcess? process, ExposedPort port) =>
        process?.CommandLine.Contains(port.First.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) == true;
}
