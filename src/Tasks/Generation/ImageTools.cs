namespace ContainerGuard.Generation;

/// <summary>The tools in an image, as far as its name tells: a shell, a package manager.</summary>
internal static class ImageTools
{
    /// <summary>Whether the image has a shell: chiseled and distroless images do not.</summary>
    public static bool HasShell(string image) => !Names(image, "chiseled") && !Names(image, "distroless");

    /// <summary>Whether the image is based on alpine, which has apk and BusyBox.</summary>
    public static bool IsAlpine(string image) => Names(image, "alpine");

    /// <summary>Whether the image has apt-get.</summary>
    public static bool HasApt(string image) => HasShell(image) && !IsAlpine(image) && !Names(image, "azurelinux");

    private static bool Names(string image, string variant) => image.Contains(variant, StringComparison.OrdinalIgnoreCase);
}
