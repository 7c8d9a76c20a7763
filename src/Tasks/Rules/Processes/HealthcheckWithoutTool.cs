using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>A HEALTHCHECK that calls curl, wget or a shell in an image that has none: every check fails, and the container counts as sick for ever.</summary>
internal sealed class HealthcheckWithoutTool : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6009", "HEALTHCHECK calls what the image does not have", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image || image.State.Healthcheck is not { Origin: SettingOrigin.File, Instruction: { HealthcheckType: { } type } check }
            || KindOf(image) is not { } kind || MissingIn(check) is not { } missing || type.TextEquals("NONE")) return;
        if (BringsTools(image, missing)) return;

        context.Report(check.HeaderSpan,
            $"The check needs '{missing}', and {kind} has no shell and no tools: it fails every time, and the container counts as unhealthy. Let the application check itself (HEALTHCHECK CMD [\"/app\", \"--health\"]), or leave it to the orchestrator's probes.");
    }

    /// <summary>An image that certainly has neither a shell nor tools; null for every other.</summary>
    private static string? KindOf(FinalImage image) => image switch
    {
        { Stage.Root.IsScratch: true } => "an image from scratch",
        { Base: { Registry: "gcr.io" } distroless } when distroless.Repository.StartsWith("distroless/", StringComparison.Ordinal) && distroless.Tag?.Contains("debug", StringComparison.Ordinal) != true => "a distroless image",
        { Base: { Registry: "mcr.microsoft.com" } dotnet } when dotnet.Repository.StartsWith("dotnet/", StringComparison.Ordinal) && dotnet.Tag?.Contains("chiseled", StringComparison.Ordinal) == true => "a chiseled image",
        _ => null,
    };

    private static string? MissingIn(InstructionSyntax check)
    {
        if (check.Command is not null) return "/bin/sh";
        if (!check.IsExecForm) return null;

        var command = ShellScript.FromArguments(check.Arguments.Select(static word => new LocatedText(word.Value, word.Span))).Commands.FirstOrDefault();
        return command?.Name is "curl" or "wget" or "sh" or "bash" or "nc" ? command.Words[0].Text : null;
    }

    /// <summary>Whether a COPY or ADD brings the tool by its name, or into a folder where programs are looked for; of a RUN nothing is known.</summary>
    private static bool BringsTools(FinalImage image, string missing)
    {
        var name = missing[(missing.LastIndexOf('/') + 1)..];
        for (var stage = image.Stage; stage is not null; stage = stage.Parent)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind == InstructionKind.Run) return true;
                if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)) continue;
                if (instruction.Destination is { } target && LastOf(target.Value) is "" or "bin" or "sbin" or "usr" or "local") return true;
                foreach (var word in instruction.Arguments)
                {
                    var last = LastOf(word.Value);
                    if (last == name || last.StartsWith(name + "-", StringComparison.Ordinal) || last.Contains("busybox", StringComparison.Ordinal)) return true;
                }
            }
        }

        return false;
    }

    private static string LastOf(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }
}
