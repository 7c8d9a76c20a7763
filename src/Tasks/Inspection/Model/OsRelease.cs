using System.Text;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection;

/// <summary>The system of an image (os-release(5)).</summary>
/// <param name="Path">The path that was read: <c>etc/os-release</c>, else <c>usr/lib/os-release</c>.</param>
/// <param name="Target">The file that the path leads to, if it is a link.</param>
/// <param name="Fields">As written, without quotes.</param>
internal sealed record OsRelease(string Path, string? Target, IReadOnlyDictionary<string, string> Fields)
{
    private static readonly string[] Paths = ["etc/os-release", "usr/lib/os-release"];

    /// <returns>Null if the image has no such file.</returns>
    public static OsRelease? Find(InspectedImage image)
    {
        foreach (var path in Paths)
        {
            if (image.Files.Resolve(path) is not { Version: { Type: FileType.File } version } file
                || image.NoteOf(version, SystemFiles.ReaderName) is not { } content)
            {
                continue;
            }

            var target = file.Path;
            return new OsRelease(path, target == path ? null : target, SystemRelease.Fields(Encoding.UTF8.GetString(content)));
        }

        return null;
    }
}
