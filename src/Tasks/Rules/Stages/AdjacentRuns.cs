using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// Two consecutive RUN instructions of one command each, which could share a layer. Separate instructions are often better for the cache.
/// </summary>
internal sealed class AdjacentRuns : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7007", "Consecutive RUN instructions can be combined", Severity.Message)
    {
        Aliases = ["hadolint:DL3059", "kics:Multiple RUN, ADD, COPY, Instructions Listed"],
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        var runs = file.Runs;
        var next = 0;
        foreach (var stage in file.Model.Stages)
        {
            RunScript? before = null;
            foreach (var instruction in stage.Instructions)
            {
                var run = next < runs.Length && runs[next].Instruction == (instruction.Trigger ?? instruction) ? runs[next++] : null;
                if (run is null || instruction.Trigger is not null)
                {
                    before = null;
                }
                else if (before is not null && file.Image?.Includes(stage) != false && IsOneCommand(before) && IsOneCommand(run)
                    && before.Instruction.FlagsText == run.Instruction.FlagsText)
                {
                    findings.Report(instruction.KeywordSpan,
                        "This RUN and the previous one can share a layer. Join them with '&&', unless they must be cached separately.");
                }
                else
                {
                    before = run;
                }
            }
        }
    }

    /// <summary>A command that another command runs does not count.</summary>
    private static bool IsOneCommand(RunScript run) => run.Commands.Count(static command => command.Outer is null) < 2;
}
