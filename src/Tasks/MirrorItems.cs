using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Images;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Reads <c>ContainerGuardMirror</c> items: the beginning of image names, and in <c>Registry</c> its mirror.</summary>
internal static class MirrorItems
{
    public static bool TryRead(ITaskItem[] items, [NotNullWhen(true)] out ImageMirrors? mirrors, [NotNullWhen(false)] out string? reason)
    {
        mirrors = ImageMirrors.None;
        reason = null;
        if (items.Length == 0) return true;
        if (ImageMirrors.TryCreate(
            items.Select(static item => (item.ItemSpec, item.GetMetadata("Registry"))), out mirrors, out var problem))
        {
            return true;
        }

        reason = $"{char.ToUpperInvariant(problem[0])}{problem[1..]}. "
            + "Write <ContainerGuardMirror Include=\"mcr.microsoft.com\" Registry=\"registry.example.com/mcr\" />.";
        return false;
    }
}
