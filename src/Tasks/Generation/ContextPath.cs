namespace ContainerGuard.Generation;

/// <summary>Paths as in a Dockerfile: relative to the build context, with forward slashes.</summary>
internal static class ContextPath
{
    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The path relative to the context, empty for the context itself, null for a path outside the context.</summary>
    /// <param name="context">Absolute.</param>
    /// <param name="path">Absolute.</param>
    public static string? Relative(string context, string path)
    {
        var root = Normalize(context);
        var full = Normalize(path);
        if (full.Equals(root, Comparison)) return "";
        if (!root.EndsWith('/')) root += "/";
        return full.StartsWith(root, Comparison) ? full[root.Length..] : null;
    }

    /// <summary>The folder part of a relative path; empty for a file in the context's root.</summary>
    public static string Folder(string relative)
    {
        var slash = relative.LastIndexOf('/');
        return slash < 0 ? "" : relative[..slash];
    }

    /// <summary>A folder and its parents up to the context, nearest first; empty for a folder outside the context.</summary>
    public static IEnumerable<string> Upward(string folder, string context)
    {
        for (var current = folder; current is not null && Relative(context, current) is { } relative;
            current = Path.GetDirectoryName(current))
        {
            yield return current;
            if (relative.Length == 0) yield break;
        }
    }

    /// <summary>Resolves a path in a Linux container, on any machine: it resolves dots and replaces backslashes.</summary>
    /// <param name="folder">Absolute, in the container.</param>
    /// <param name="path">Absolute, or relative to the folder.</param>
    public static string InContainer(string folder, string path)
    {
        var text = path.Replace('\\', '/');
        var parts = new List<string>();
        foreach (var part in (text.StartsWith('/') ? text : $"{folder}/{text}").Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
        }

        return "/" + string.Join('/', parts);
    }

    private static string Normalize(string path)
    {
        var full = Path.GetFullPath(path).Replace('\\', '/');
        return full.Length > 1 ? full.TrimEnd('/') : full;
    }
}
