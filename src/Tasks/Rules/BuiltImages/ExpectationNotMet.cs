using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The image is not what an item ContainerGuardExpect or a container-structure-test expects.</summary>
internal sealed class ExpectationNotMet : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8034", "The image does not meet an expectation", Severity.Error);

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var expectation in image.Inputs.Expectations)
        {
            if (ExpectationCheck.ProblemOf(expectation, image) is { } problem)
            {
                findings.ReportImage($"{expectation.Kind}\n{expectation.Name}", $"{problem} Correct the image or the expectation.");
            }
        }
    }
}
