namespace ContainerGuard.Analysis;

/// <summary>Whether ADD unpacks a file, as far as its name tells.</summary>
internal static class ArchiveName
{
    private static readonly string[] Endings =
        [".gz", ".bz2", ".xz", ".zst", ".lzma", ".Z", ".tgz", ".tbz", ".tbz2", ".tb2", ".txz", ".tlz", ".tzst", ".tar", ".tpz"];

    public static bool IsOne(string path)
    {
        foreach (var ending in Endings)
        {
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return path.Contains(".tar.", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Whether a file is certainly not an archive. ADD decides by the content of a file, so a tar file with another ending is unpacked,
    /// too.
    /// </summary>
    public static bool IsNone(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (name is "" or "." or ".." or "Gemfile" or "LICENSE" or "Makefile" or "Pipfile" or "Procfile" or "Rakefile") return true;
        if (IsOne(path) || name.LastIndexOf('.') is var dot && (dot < 0 || dot + 1 == name.Length || !char.IsAsciiLetter(name[dot + 1])))
        {
            return false;
        }

        return name[dot..].ToLowerInvariant() is not (".apk" or ".backup" or ".bak" or ".bin" or ".box" or ".conda" or ".crate" or ".data"
            or ".dump" or ".gem" or ".img" or ".ova");
    }
}
