namespace ContainerGuard.Rules.Processes;

/// <summary>
/// Node.js as process 1. It was not made for that: the kernel gives process 1 no default for signals, and what child processes leave
/// behind stays as zombies. The field disputes how much that matters, hence a message.
/// </summary>
internal sealed class NoInitForNode : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6003", "Node.js runs as process 1, without an init", Severity.Message);

    public override void Check(RuleContext context)
    {
        if (context.Process is { IsNode: true, HasInit: false, HasShellInFront: false, IsComplete: true } process
            && !(NodeScript.Of(process) is { } script && NodeScript.IsJob(script)))
        {
            context.Report(process.Instruction.HeaderSpan,
                $"'{process.CommandLine}' runs as process 1, for which Node.js was not made: SIGTERM ends it only if the application handles it, and orphaned processes stay as zombies. Put an init in front, such as ENTRYPOINT [\"dumb-init\", \"--\"], or run with 'docker run --init'.");
        }
    }
}
