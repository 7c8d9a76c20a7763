using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A layer has paths that are absolute or leave the root.</summary>
internal sealed class UnsafePaths : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8032", "A layer has paths outside the root directory", Severity.Warning);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        for (var i = 0; i < image.Image.Layers.Count; i++)
        {
            if (image.Image.Layers[i].Facts is not { UnsafeNames: [var name, ..] names }) continue;
            var more = names.Count > 1 ? $" and {names.Count - 1} more" : "";
            findings.ReportLayer(
                i, null, string.Join('\n', names),
                $"Layer {i + 1} contains the path '{MessageText.Cut(name)}'{more} outside the root directory. "
                    + "A program that does not check paths can overwrite files of the host. Rebuild the image.");
        }
    }
}
