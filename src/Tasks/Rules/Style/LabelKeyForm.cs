using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>A label key does not have the format that Docker recommends, so filters and tools may not find it.</summary>
internal sealed class LabelKeyForm : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9001", "A label key has an invalid format", Severity.Message)
    {
        Aliases = ["hadolint:DL3048", "tally:labels/valid-key"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var label in file.Labels)
        {
            if (label.KeyProblem is { } problem)
            {
                findings.Report(label.Pair.Key.Span, $"The label key '{MessageText.Cut(label.Key ?? label.Pair.Key.RawText)}' {problem}.");
            }
        }
    }
}
