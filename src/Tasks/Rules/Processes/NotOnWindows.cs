using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>Windows containers have no mounts of RUN, no owners and modes of Linux, and no signals.</summary>
internal sealed class NotOnWindows : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6031", "An option does not work in Windows images", Severity.Warning)
        {
            Aliases = ["tally:windows/no-run-mounts", "tally:windows/no-chown-flag", "tally:windows/no-stopsignal"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (!TargetSystem.IsWindows(stage)) continue;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind == InstructionKind.Stopsignal)
                {
                    findings.Report(instruction.HeaderSpan, "Windows has no signals, so STOPSIGNAL has no effect. Remove it.");
                }
                else if (instruction.Kind == InstructionKind.Run && instruction.FindFlag("mount") is { } mount)
                {
                    findings.Report(file.FromFirstLine(instruction, mount.Span),
                        "The builders of Windows images do not support RUN --mount. Remove --mount.");
                }
                else if (instruction.FindFlag("chown") is { } owner)
                {
                    findings.Report(file.FromFirstLine(instruction, owner.Span),
                        "Windows images do not have the owners of Linux, so --chown has no effect. Remove it, or use icacls.");
                }
            }
        }
    }
}
