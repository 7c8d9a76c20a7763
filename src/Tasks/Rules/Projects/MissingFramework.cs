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
        if (file.App is not { IsSelfContained: false } app || file.Start is not { } start || !app.IsStartedBy(start)) return;

        var product = app.IsWeb ? DotNetProduct.AspNet : DotNetProduct.Runtime;
        if (app.Image is not { } image)
        {
            CheckSystem(file, app, product, findings);
            return;
        }

        if (OtherRuntime.MayBeIn(file)) return;
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

    /// <summary>Reports an image of an operating system, into which no instruction brings .NET.</summary>
    private static void CheckSystem(FileAnalysis file, PublishedApp app, DotNetProduct product, Findings findings)
    {
        var root = file.Image!.Stage.Root;
        if (app.Frameworks is not [var framework, ..] || root.Base.HasVariables || TargetSystem.IsWindows(file.Image.Stage)
            || !OtherRuntime.IsPlainSystem(file))
        {
            return;
        }

        findings.Report(root.BaseSpan,
            $"'{root.Base.Text}' does not contain the .NET runtime, which the application needs to start. "
                + $"Use {DotNetImage.Name(product, framework.Version)}.");
    }
}
