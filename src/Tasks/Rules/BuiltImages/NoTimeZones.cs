using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The variable TZ names a time zone that the image does not have.</summary>
internal sealed class NoTimeZones : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8036", "The time zone of TZ is not in the image", Severity.Warning);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.IsWindows || !image.HasAllFiles) return;
        var zone = image.Config.Environment.FirstOrDefault(static variable =>
            variable.StartsWith("TZ=", StringComparison.Ordinal))?[3..].TrimStart(':');
        if (zone is null or "" or "UTC" or "Etc/UTC" or "GMT" || !zone.Contains('/', StringComparison.Ordinal) || zone.StartsWith('/'))
        {
            return;
        }

        if (image.Exists($"usr/share/zoneinfo/{zone}")
            || image.Config.Environment.Any(static variable => variable.StartsWith("ZONEINFO=", StringComparison.Ordinal)))
        {
            return;
        }

        findings.ReportAt(
            image.Inputs.Dockerfile?.Model.FinalStage?.End.Environment.Find("TZ")?.Instruction, "TZ",
            $"TZ is '{MessageText.Cut(zone)}', but the image has no '/usr/share/zoneinfo/{MessageText.Cut(zone)}', so the time "
                + "is UTC. Install tzdata.",
            InstructionKind.Env);
    }
}
