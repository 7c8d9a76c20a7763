using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>A self-contained application contains its runtime, and its image contains another one, which nothing runs.</summary>
internal sealed class SecondRuntime : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG2034", "A self-contained app uses an image with a second runtime", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { IsSelfContained: true } app
            || app.Image is not { Product: DotNetProduct.Runtime or DotNetProduct.AspNet } image
            || file.Start is { Assembly: not null })
        {
            return;
        }

        var what = app.IsAot == true ? "is native (PublishAot)" : "is self-contained";
        findings.Report(file.Image!.Stage.Root.BaseSpan,
            $"The application {what}, so the runtime in '{image.Image.Familiar}' is never used. "
                + $"Use {image.With(DotNetProduct.RuntimeDeps, image.Version)}.");
    }
}
