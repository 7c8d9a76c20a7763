using ContainerGuard.Analysis;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// ENTRYPOINT or CMD starts an assembly where the publish makes an executable only, an executable where it makes an assembly only, or
/// <c>dotnet</c> where the image does not have it.
/// </summary>
internal sealed class EntrypointOfOtherKind : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6017", "ENTRYPOINT does not match the way the app is published", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { } app || file.Start is not { } start) return;

        if (start.Assembly is { } assembly)
        {
            var name = app.AssemblyName ?? assembly[..^".dll".Length];
            if (app.AssemblyName is not null && !assembly.Equals(name + ".dll", StringComparison.OrdinalIgnoreCase)) return;

            var reason = !app.IsPublished ? null
                : app.IsAot == true ? "PublishAot creates a native executable"
                : app.IsSingleFile == true ? "PublishSingleFile creates one executable"
                : null;
            if (reason is not null)
            {
                findings.Report(WholeStart(file, start),
                    $"{reason}, so '{assembly}' does not exist in the image. Write ENTRYPOINT [\"./{name}\"].");
            }
            else if (app is { IsSelfContained: true, Image: { Product: DotNetProduct.RuntimeDeps } image } && !OtherRuntime.MayBeIn(file))
            {
                findings.Report(WholeStart(file, start),
                    $"'{image.Image.Familiar}' does not contain the command 'dotnet'. "
                        + $"The application is self-contained, so write ENTRYPOINT [\"./{name}\"].");
            }
        }
        else if (app is { UseAppHost: false, IsAot: not true, IsSelfContained: not true, AssemblyName: { } name }
            && start.Executable == name)
        {
            findings.Report(start.Span,
                $"UseAppHost is false, so dotnet publish does not create the executable '{name}'. "
                    + $"Write ENTRYPOINT [\"dotnet\", \"{name}.dll\"].");
        }
    }

    private static TextSpan WholeStart(FileAnalysis file, AppStart start) =>
        file.Image!.Starts.FirstOrDefault(instruction => instruction.Span.Contains(start.Span.Start)) is { } instruction
            ? instruction.HeaderSpan
            : start.Span;
}
