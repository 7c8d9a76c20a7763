using ContainerGuard.Images;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>The project targets a .NET that no longer gets security updates: no tag of an image can mend that.</summary>
internal sealed class EndOfLifeTargetFramework : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2006", "The project targets a .NET past its end of life", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image || context.Facts.TargetFramework is not { } framework) return;

        if (EndOfLife.Table.FindTargetFramework(framework, context.Facts.Today) is { HasEnded: true } status)
        {
            context.Report(image.Stage.BaseSpan, $"The project's TargetFramework is '{framework}': {SupportText.Ended(status)}");
        }
    }
}
