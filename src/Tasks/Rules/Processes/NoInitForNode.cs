using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// Node.js runs as PID 1. It is not made for that: the kernel has no default action for signals to PID 1, and orphaned child
/// processes stay as zombies. How much that matters is disputed, so this is a message. A package manager as PID 1 is reported by
/// <see cref="PackageManagerAsProcess"/> alone.
/// </summary>
internal sealed class NoInitForNode : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6003", "Node.js runs as PID 1 without an init", Severity.Message);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Process
            is { IsNode: true, HasInit: false, HasShellInFront: false, IsComplete: true, StartsThroughPackageManager: false } process
            && !(NodeScript.Of(process) is { } script && NodeScript.IsJob(script)))
        {
            findings.Report(process.Instruction.HeaderSpan,
                $"'{MessageText.Cut(process.CommandLine)}' runs as PID 1 without an init. "
                    + "Install dumb-init and write ENTRYPOINT [\"dumb-init\", \"--\"], or use 'docker run --init'.");
        }
    }
}
