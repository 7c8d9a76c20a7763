namespace ContainerGuard.Dockerfile;

/// <summary>Paths inside a Linux image: parts separated by slashes, without a drive.</summary>
internal static class AbsolutePath
{
    /// <summary>The longest path that Linux accepts, in characters (<c>PATH_MAX</c>, limits.h).</summary>
    public const int MaxLength = 4096;

    /// <summary>Resolves a path relative to a directory, and removes '.', '..' and repeated slashes.</summary>
    public static string Join(string directory, string path)
    {
        var whole = path.StartsWith('/') ? path : $"{directory}/{path}";
        if (IsClean(whole))
        {
            return whole;
        }

        var parts = new List<string>();
        foreach (var part in whole.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ".."))
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join('/', parts);
    }

    private static bool IsClean(string path) =>
        path.StartsWith('/') && (path.Length == 1 || !path.EndsWith('/'))
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);
}
