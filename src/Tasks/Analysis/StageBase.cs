using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>The base image of a stage.</summary>
internal static class StageBase
{
    /// <summary>
    /// The image that the stage, or the first stage it continues, starts from; null for scratch, and where a variable of unknown value
    /// names it.
    /// </summary>
    public static ImageReference? Of(Stage stage)
    {
        var root = stage.Root;
        return !root.IsScratch && root.Base.IsKnown && ImageReference.TryParse(root.Base.Text, out var image, out _) ? image : null;
    }

    /// <summary>The same image under its original name, if the file names its mirror: what is known of images goes by that name.</summary>
    public static ImageReference? OriginalOf(Stage stage, FileFacts facts) =>
        Of(stage) is { } image ? facts.Mirrors.Original(image) : null;

    /// <summary>
    /// The stages on an official image of a language that copy a manifest of this language. A base with variables is left out: the build
    /// decides it.
    /// </summary>
    /// <param name="file">The Dockerfile.</param>
    /// <param name="language">The name of the official image.</param>
    /// <param name="manifest">The file name of the manifest.</param>
    public static IEnumerable<(Stage Stage, ImageReference Image)> WithManifest(FileAnalysis file, string language, string manifest)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (stage.Parent is null && !stage.Base.HasVariables && stage.IsReachable
                && OriginalOf(stage, file.Facts) is { IsOfficial: true, Tag: not null } image && image.Repository == $"library/{language}"
                && file.Copies.Any(copy => copy.Stage.Root == stage && copy.Takes(manifest)))
            {
                yield return (stage, image);
            }
        }
    }
}
