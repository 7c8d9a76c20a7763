using ContainerGuard.Analysis;
using ContainerGuard.Packages.Licenses;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for a license is not an SPDX license expression.</summary>
internal sealed class LabelNotLicense : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9007", "A label value is not an SPDX license expression", Severity.Warning)
    {
        Aliases = ["hadolint:DL3054"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var label in file.Labels)
        {
            if (label.IsOf(LabelType.Spdx) && SpdxExpression.Problem(label.Value!) is { } problem)
            {
                findings.Report(label.ValueSpan,
                    $"The label '{label.Key}' is not an SPDX license expression: {problem}. Write, for example, 'Apache-2.0 OR MIT'.");
            }
        }
    }
}
