namespace ContainerGuard.Rules;

/// <summary>What ADD may unpack, by its name.</summary>
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
    /// Whether a name certainly is none's. ADD goes by what is in the file: a tar is unpacked whatever it is called, and some are called otherwise.
    /// </summary>
    public static bool IsNone(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (name is "" or "." or ".." or "Gemfile" or "LICENSE" or "Makefile" or "Pipfile" or "Procfile" or "Rakefile") return true;
        if (IsOne(path) || name.LastIndexOf('.') is var dot && (dot < 0 || dot + 1 == name.Length || !char.IsAsciiLetter(name[dot + 1]))) return false;
        return name[dot..].ToLowerInvariant() is not (".apk" or ".backup" or ".bak" or ".bin" or ".box" or ".conda" or ".crate" or ".data" or ".dump" or ".gem" or ".img" or ".ova");
    }
}
