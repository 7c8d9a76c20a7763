using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>A label of the project's schema is set to an empty value.</summary>
internal sealed class EmptyLabel : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9004", "A label of the schema has an empty value", Severity.Warning)
    {
        Aliases = ["hadolint:DL3051"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var label in file.Labels)
        {
            if (label is { Key: { } key, Value: "" } && file.Facts.Labels.Find(key) is not null)
            {
                findings.Report(label.Pair.Span, $"The label '{key}' has an empty value. Set a value, or pass it with an ARG.");
            }
        }
    }
}
