using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>The project targets a .NET version that no longer gets security updates. Another base image does not fix that.</summary>
internal sealed class EndOfLifeTargetFramework : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG2006", "The target framework has reached end of life (EOL)", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || file.Facts.TargetFramework is not { } framework) return;

        if (EndOfLife.Table.FindTargetFramework(framework, file.Facts.Today) is { HasEnded: true } status)
        {
            findings.Report(image.Stage.BaseSpan, $"The target framework '{framework}' needs {SupportText.Ended(status)}");
        }
    }
}
