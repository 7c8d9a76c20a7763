namespace ContainerGuard.Rules.Stages;

/// <summary>Two RUNs of one command each, one after the other, which one layer could hold. Many prefer them apart, for the cache.</summary>
internal sealed class AdjacentRuns : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7007", "RUN follows a RUN that it could be a part of", Severity.Message)
    {
        Aliases = ["hadolint:DL3059", "kics:Multiple RUN, ADD, COPY, Instructions Listed"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        var runs = context.Runs;
        var next = 0;
        foreach (var stage in context.Model.Stages)
        {
            RunScript? before = null;
            foreach (var instruction in stage.Instructions)
            {
                var run = next < runs.Length && runs[next].Instruction == (instruction.Trigger ?? instruction) ? runs[next++] : null;
                if (run is null || instruction.Trigger is not null)
                {
                    before = null;
                }
                else if (before is not null && IsOneCommand(before) && IsOneCommand(run) && before.Instruction.FlagsText == run.Instruction.FlagsText)
                {
                    context.Report(instruction.KeywordSpan,
                        "This RUN follows another with one command, and each is a layer of its own. Join them with '&&' where they change together; keep them apart where the cache is to know them apart.");
                }
                else
                {
                    before = run;
                }
            }
        }
    }

    /// <summary>What a command runs in turn is no command more.</summary>
    private static bool IsOneCommand(RunScript run) => run.Commands.Count(static command => command.Outer is null) < 2;
}
