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
}
