using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>A label that is not in the schema, in a project that allows only those (<c>ContainerGuardStrictLabels</c>).</summary>
internal sealed class LabelOutsideSchema : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9003", "A label is not in the label schema", Severity.Warning)
    {
        Aliases = ["hadolint:DL3050"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        var schema = file.Facts.Labels;
        if (!schema.IsStrict) return;

        foreach (var label in file.Labels)
        {
            if (label.Key is { } key && schema.Find(key) is null)
            {
                findings.Report(
                    label.Pair.Key.Span,
                    $"The label '{MessageText.Cut(key)}' is not in ContainerGuardLabelSchema. Remove it, or add it to the schema.");
            }
        }
    }
}
