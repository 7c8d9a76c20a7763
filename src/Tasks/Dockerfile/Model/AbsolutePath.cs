namespace ContainerGuard.Dockerfile;

/// <summary>Paths inside an image: slashes, no drive.</summary>
internal static class AbsolutePath
{
    /// <summary>In characters: what Linux takes for a path (<c>PATH_MAX</c>, limits.h).</summary>
    public const int MaxLength = 4096;

    /// <summary>A path taken from a directory on, without '.', '..' and doubled slashes.</summary>
    public static string Join(string directory, string path)
    {
        var whole = path.StartsWith('/') ? path : $"{directory}/{path}";
        if (IsClean(whole))
            return whole;

        var parts = new List<string>();
        foreach (var part in whole.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return "/" + string.Join('/', parts);
    }

    private static bool IsClean(string path) =>
        path.StartsWith('/') && (path.Length == 1 || !path.EndsWith('/'))
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);
}
