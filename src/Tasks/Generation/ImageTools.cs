namespace ContainerGuard.Generation;

/// <summary>What an image has to run commands with and to install by, as far as its name tells.</summary>
internal static class ImageTools
{
    /// <summary>Whether there is a shell: chiseled and distroless images have none.</summary>
    public static bool HasShell(string image) => !Names(image, "chiseled") && !Names(image, "distroless");

    /// <summary>Whether it stands on alpine, with apk and BusyBox.</summary>
    public static bool IsAlpine(string image) => Names(image, "alpine");

    /// <summary>Whether there is apt-get.</summary>
    public static bool HasApt(string image) => HasShell(image) && !IsAlpine(image) && !Names(image, "azurelinux");

    private static bool Names(string image, string variant) => image.Contains(variant, StringComparison.OrdinalIgnoreCase);
}
