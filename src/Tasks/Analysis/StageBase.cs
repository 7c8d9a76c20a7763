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
}
