namespace ContainerGuard.Generation;

/// <summary>Paths as a Dockerfile knows them: relative to the build context, with forward slashes.</summary>
internal static class ContextPath
{
    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The path relative to the context, empty for the context itself, null for what lies outside.</summary>
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

    private static string Normalize(string path)
    {
        var full = Path.GetFullPath(path).Replace('\\', '/');
        return full.Length > 1 ? full.TrimEnd('/') : full;
    }
}
