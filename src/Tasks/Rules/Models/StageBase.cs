using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules;

/// <summary>What a stage stands on.</summary>
internal static class StageBase
{
    /// <summary>The image at the root of the stage's chain; null for scratch, and where a variable leaves it open.</summary>
    public static ImageReference? Of(Stage stage)
    {
        var root = stage.Root;
        return !root.IsScratch && root.Base.IsKnown && ImageReference.TryParse(root.Base.Text, out var image, out _) ? image : null;
    }
}
