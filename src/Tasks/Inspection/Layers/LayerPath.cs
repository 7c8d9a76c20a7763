using ContainerGuard.Archives;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Layers;

/// <summary>The names of a layer's entries.</summary>
internal static class LayerPath
{
    public const string WhiteoutPrefix = ".wh.";
    public const string Opaque = ".wh..wh..opq";

    /// <summary>The path inside the root: without <c>.</c>, empty segments and a final slash; <c>..</c> does not leave the root.</summary>
    /// <param name="name">As written.</param>
    /// <param name="isSafe">False for an absolute name, and for one with <c>..</c>.</param>
    public static string Normalize(string name, out bool isSafe)
    {
        isSafe = true;
        if (IsNormal(name)) return name;

        isSafe = name is not ['/', ..];
        List<string> segments = [];
        foreach (var segment in name.Split('/'))
        {
            if (segment == "..")
            {
                isSafe = false;
                if (segments.Count > 0) segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("" or "."))
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }

    /// <exception cref="ArchiveException">The path is too long or too deep.</exception>
    public static void Check(string path, ArchiveLimits limits)
    {
        if (path.Length * 3 > limits.LongestPath && LosslessUtf8.CountBytes(path) > limits.LongestPath)
        {
            throw ArchiveException.TooLarge($"a path has more than {limits.LongestPath} bytes: '{path[..64]}…'");
        }

        if (path.AsSpan().Count('/') > limits.DeepestPath)
        {
            throw ArchiveException.TooLarge($"a path has more than {limits.DeepestPath} folders: '{path[..64]}…'");
        }
    }

    public static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    public static ReadOnlySpan<char> NameOf(string path) => path.AsSpan(path.LastIndexOf('/') + 1);

    private static bool IsNormal(string name)
    {
        if (name is "" or ['/', ..] or [.., '/'] || name.Contains("//", StringComparison.Ordinal)) return false;
        // A segment that is only dots begins with one.
        return name[0] != '.' && !name.Contains("/.", StringComparison.Ordinal);
    }
}
