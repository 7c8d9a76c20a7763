using System.Text;

namespace ContainerGuard.Advisories;

/// <summary>When two spellings are one package.</summary>
internal static class PackageName
{
    /// <summary>
    /// The form of a name that all its spellings share. NuGet, Composer and Python ignore case, and no ecosystem has two packages that
    /// differ by case alone. Python also treats runs of dots, hyphens and underscores as one hyphen.
    /// </summary>
    public static string KeyOf(string ecosystem, string package)
    {
        var lower = package.ToLowerInvariant();
        if (ecosystem != "PyPI" || lower.AsSpan().IndexOfAny("._-") < 0) return lower;
        var key = new StringBuilder(lower.Length);
        foreach (var character in lower)
        {
            var isSeparator = character is '.' or '_' or '-';
            if (!isSeparator) key.Append(character);
            else if (key.Length == 0 || key[^1] != '-') key.Append('-');
        }

        return key.ToString();
    }
}
