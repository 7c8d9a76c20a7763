using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// A HEALTHCHECK calls curl or wget in an image that is known not to have it and that no RUN adds it to: the container is always unhealthy.
/// </summary>
internal sealed class HealthcheckToolNotInstalled : Rule
{
    private static readonly string[] Tools = ["curl", "wget"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG6021", "HEALTHCHECK needs curl or wget, which is not installed", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { Base: { } reference } image
            || image.Stage.Root.Base.HasVariables
            || image.State.Healthcheck is not { Origin: SettingOrigin.File, Instruction: { HealthcheckType: { } type } check }
            || type.TextEquals("NONE")
            || BareImage.KindOf(image.Stage, file.Facts) is not null
            || ToolsOf(reference) is not { } has)
        {
            return;
        }

        var script = check.Command is { } command
            ? ShellScript.Parse(command.Text)
            : ShellScript.FromArguments(check.Arguments.Select(static word => new LocatedText(word.Value, word.Span)));
        foreach (var called in script.Commands)
        {
            if (called.Name is not { } tool || Array.IndexOf(Tools, tool) < 0 || Array.IndexOf(has, tool) >= 0) continue;
            if (MayAdd(file, image, tool)) continue;

            var other = has is [var one, ..] ? $"Use {one}" : $"Install {tool}, or let the application check itself";
            findings.Report(check.HeaderSpan,
                $"HEALTHCHECK needs '{tool}', which '{reference.Familiar}' does not contain, so the container is always unhealthy. "
                    + $"{other}.");
            return;
        }
    }

    /// <summary>The tools of an image, by the documentation of its maintainers; null for an unknown image.</summary>
    private static string[]? ToolsOf(ImageReference image)
    {
        var variant = image.Tag ?? "";
        var isAlpine = variant.Contains("alpine", StringComparison.Ordinal);
        if (DotNetImage.Of(image) is { Image.Registry: "mcr.microsoft.com" } dotnet)
        {
            // The SDK image has both; on Azure Linux, curl belongs to the system.
            return dotnet.Product == DotNetProduct.Sdk || dotnet.Tag.Variant.Contains("linux", StringComparison.Ordinal)
                || dotnet.Tag.Variant.Contains("mariner", StringComparison.Ordinal) ? null
                : isAlpine ? ["wget"]
                : [];
        }

        if (!image.IsOfficial) return null;
        return image.Repository["library/".Length..] switch
        {
            "alpine" => ["wget"],
            "debian" or "ubuntu" => [],
            "node" or "python" or "ruby" or "golang" or "php" when isAlpine => image.Repository == "library/php" ? null : ["wget"],
            "node" or "python" or "ruby" when variant.Contains("slim", StringComparison.Ordinal) => [],
            _ => null,
        };
    }

    /// <summary>
    /// Whether an instruction of the image can add the tool: a script or another program installs it, or a COPY brings it.
    /// </summary>
    private static bool MayAdd(FileAnalysis file, FinalImage image, string tool) =>
        BareImage.MayHave(image.Stage, tool, byRun: false)
        || file.Runs.Any(run => image.Includes(run.Stage)
            && (run.Instruction.ToString().Contains(tool, StringComparison.Ordinal)
                || run.Commands.Any(static command => command.Install is { } install
                    ? install.Packages.Any(static package => package.Kind != PackageKind.Named || package.Name.Contains('$'))
                    : command.Name is null || command.Name.EndsWith(".sh", StringComparison.Ordinal)
                        || command.Words[0].Text.Contains('/'))));
}
