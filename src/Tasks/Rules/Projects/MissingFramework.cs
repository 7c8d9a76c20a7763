using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// The final image lacks a shared framework that the application needs: ASP.NET Core, Windows desktop, or the runtime itself.
/// </summary>
internal sealed class MissingFramework : Rule
{
    private const string Desktop = "Microsoft.WindowsDesktop.App";

    public override RuleDescriptor Descriptor { get; } =
        new("CG2031", "The base image lacks a framework that the project needs", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { IsSelfContained: false } app
            || app.Image is not { } image
            || file.Start is not { } start
            || (start.Assembly is null && start.Executable != app.AssemblyName)
            || OtherRuntime.MayBeIn(file))
        {
            return;
        }

        var product = app.IsWeb ? DotNetProduct.AspNet : DotNetProduct.Runtime;
        if (image.Product < product)
        {
            var lack = image.Product == DotNetProduct.RuntimeDeps ? "the .NET runtime" : "ASP.NET Core";
            findings.Report(file.Image!.Stage.Root.BaseSpan,
                $"'{image.Image.Familiar}' does not contain {lack}, which the application needs to start. "
                    + $"Use {image.With(product, image.Version)}.");
        }
        else if (app.Needs(Desktop) && !TargetSystem.IsWindows(file.Image!.Stage))
        {
            findings.Report(file.Image.Stage.Root.BaseSpan,
                $"The application needs {Desktop}, which runs only on Windows. Remove the reference, or use a Windows image.");
        }
    }
}
