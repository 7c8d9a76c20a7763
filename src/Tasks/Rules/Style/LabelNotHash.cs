using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for a Git commit is not a commit hash.</summary>
internal sealed class LabelNotHash : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9008", "A label value is not a Git commit hash", Severity.Warning)
    {
        Aliases = ["hadolint:DL3055"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var label in file.Labels)
        {
            if (label.IsOf(LabelType.Hash) && !LabelValues.IsHash(label.Value!))
            {
                findings.Report(label.ValueSpan,
                    $"The value '{MessageText.Cut(label.Value!)}' of the label '{label.Key}' is not a Git commit hash. "
                        + "Write the output of 'git rev-parse HEAD'.");
            }
        }
    }
}
