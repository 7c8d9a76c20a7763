using System.Runtime.InteropServices;
using ContainerGuard.Images;

namespace ContainerGuard.Inspection.Sources;

/// <summary>
/// Chooses one image of several platforms: the wanted one, else that of this machine on Linux, else linux/amd64, else the first one.
/// </summary>
internal static class PlatformChoice
{
    /// <returns>Null if there are no images, or none of the wanted platform.</returns>
    public static T? Of<T>(IReadOnlyList<T> images, Func<T, ImagePlatform?> platformOf, ImagePlatform? wanted)
        where T : class
    {
        if (wanted is not null)
        {
            // The only image may leave its platform to its configuration.
            return images.FirstOrDefault(image => platformOf(image) == wanted)
                ?? (images is [var only] && platformOf(only) is null ? only : null);
        }

        var machine = new ImagePlatform(
            "linux", RuntimeInformation.OSArchitecture.ToString() is "X64" ? "amd64" : RuntimeInformation.OSArchitecture.ToString());
        return images.FirstOrDefault(image => platformOf(image) == machine)
            ?? images.FirstOrDefault(image => platformOf(image) == ImagePlatform.LinuxAmd64)
            ?? images.FirstOrDefault(image => platformOf(image)?.Os == "linux")
            ?? (images.Count > 0 ? images[0] : null);
    }
}
