namespace ContainerGuard.Rules.Processes;

/// <summary>A RUN goes to a folder by cd. Where that is a step in a longer script it is well, hence no more than an opinion.</summary>
internal sealed class ChangeDirectory : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6011", "RUN changes the folder by cd", Severity.Message)
    {
        Aliases = ["hadolint:DL3003", "trivy:DS-0013", "kics:RUN Instruction Using 'cd' Instead of WORKDIR"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        RunScript? last = null;
        foreach (var (run, command) in context.Commands.Of("cd"))
        {
            // The first of a RUN stands for all.
            if (run == last) continue;
            last = run;

            var folder = command.Line.Operands is [var operand, ..] ? operand.Text : "~";
            context.Report(run.Locate(command.Words[0].Span),
                $"'cd {folder}' holds until this RUN ends, and the next instruction starts somewhere else. Write WORKDIR {folder} before it, which lasts, and makes the folder if it is missing.");
        }
    }
}
