using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Images;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Reads <c>ContainerGuardTrustedRegistry</c> items: the registries that images may come from.</summary>
internal static class TrustedRegistryItems
{
    public static bool TryRead(
        ITaskItem[] items, [NotNullWhen(true)] out TrustedRegistries? trusted, [NotNullWhen(false)] out string? reason)
    {
        trusted = TrustedRegistries.Any;
        reason = null;
        if (items.Length == 0) return true;
        if (TrustedRegistries.TryCreate(items.Select(static item => item.ItemSpec), out trusted, out var problem)) return true;

        reason = $"{char.ToUpperInvariant(problem[0])}{problem[1..]}. "
            + "Write <ContainerGuardTrustedRegistry Include=\"registry.example.com;docker.io/library\" />.";
        return false;
    }
}
