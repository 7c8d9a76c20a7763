namespace ContainerGuard.Advisories;

/// <summary>
/// Modules of RPM: several streams of a software beside each other, whose packages have the same names: <c>nodejs:18</c>,
/// <c>nodejs:20</c>.
/// </summary>
internal static class RpmModule
{
    /// <summary>Whether a version is that of a build for a module: its release has <c>.module_el8…</c> or <c>.module+el8…</c>.</summary>
    public static bool IsOfModule(string? version) => version is not null
        && (version.Contains(".module_", StringComparison.Ordinal) || version.Contains(".module+", StringComparison.Ordinal));

    /// <summary>
    /// The module in the title of an advisory, which has no other place for it: <c>Important: nodejs:18 security update</c>.
    /// </summary>
    public static string In(string title) => title.Split(' ').FirstOrDefault(static word => IsName(word)) ?? "";

    /// <summary>Whether an advisory's fix can be an update of a package.</summary>
    /// <param name="row">The advisory.</param>
    /// <param name="fix">The version with the fix.</param>
    /// <param name="version">The version of the package.</param>
    /// <param name="modularity">The module of the package, <c>name:stream:version:context</c>; empty if unknown.</param>
    public static bool CanUpdate(Advisory row, string fix, string version, string modularity)
    {
        if (IsOfModule(fix) != IsOfModule(version)) return false;
        if (!IsOfModule(fix)) return true;
        if (modularity.Length > 0 && row.Module.Length > 0) return modularity.StartsWith(row.Module + ":", StringComparison.Ordinal);

        // Without the module, only an update within the same line of versions is certain to be of the same stream.
        return Line(fix).SequenceEqual(Line(version));
    }

    private static bool IsName(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < word.Length - 1 && char.IsAsciiLetterLower(word[0]);
    }

    /// <summary>The first two numbers of the upstream version.</summary>
    private static IEnumerable<string> Line(string version)
    {
        var start = version.IndexOf(':', StringComparison.Ordinal) + 1;
        return version[start..].Split('-')[0].Split('.').Take(2);
    }
}
