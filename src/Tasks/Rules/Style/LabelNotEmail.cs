using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for an email address is not an email address.</summary>
internal sealed class LabelNotEmail : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9010", "A label value is not an email address", Severity.Warning)
    {
        Aliases = ["hadolint:DL3058"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var label in file.Labels)
        {
            if (label.IsOf(LabelType.Email) && !LabelValues.IsEmail(label.Value!))
            {
                findings.Report(label.ValueSpan,
                    $"The value '{MessageText.Cut(label.Value!)}' of the label '{label.Key}' is not an email address. "
                        + "Write only the address: 'team@example.com'.");
            }
        }
    }
}
