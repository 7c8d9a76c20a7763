using ContainerGuard.Packages.Readers.Languages;

namespace ContainerGuard.Generation.Ruby;

/// <summary>
/// The native libraries of well-known gems. The full image has them for the build, the final image does not. Gems that contain their
/// library (nokogiri, sqlite3 since 1.5) are not listed. Versions are as narrow as the fixes of a distribution's release allow.
/// </summary>
internal static class NativeLibraries
{
    private static readonly Library[] Table =
    [
        new("pg", "libpq5=15.*", "libpq5=17.*", "libpq>=15", "libpq-dev>=15"),
        new("mysql2", "libmariadb3=1:10.11.*", "libmariadb3=1:11.8.*", "mariadb-connector-c>=3", "mariadb-dev>=10"),
        new("sqlite3", "libsqlite3-0=3.40.*", "libsqlite3-0=3.46.*", "sqlite-libs>=3", "sqlite-dev>=3", Release: "1.4"),
        new("ruby-vips", "libvips42=8.14.*", "libvips42t64=8.16.*", "vips>=8", ""),
        new("mini_magick", "imagemagick=8:6.9.*", "imagemagick=8:7.1.*", "imagemagick>=7", "", IfNamed: true),
        new("rmagick", "imagemagick=8:6.9.*", "imagemagick=8:7.1.*", "imagemagick>=7", "imagemagick-dev>=7"),
        new("curb", "libcurl4=7.88.*", "libcurl4t64=8.14.*", "libcurl>=8", "curl-dev>=8"),
        new("ethon", "libcurl4=7.88.*", "libcurl4t64=8.14.*", "libcurl>=8", ""),

        // The gem runs the program.
        new("git", "git=1:2.*", "git=1:2.*", "git>=2", "", IfNamed: true),

        // Debian's images contain the time zones.
        new("tzinfo", "", "", "tzdata>=2024", ""),
    ];

    /// <summary>The gems of a lock file that need a Debian package.</summary>
    public static IReadOnlyList<string> NeedingDebian(GemfileLock? locked) =>
        [.. Of(locked).Where(static library => library.Trixie.Length > 0).Select(static library => library.Gem)];

    /// <summary>The packages for the final image, with versions.</summary>
    /// <param name="locked">The lock file.</param>
    /// <param name="system">As in <see cref="RubyImages.System"/>.</param>
    public static IReadOnlyList<string> ToRun(GemfileLock? locked, string system) => Packages(locked, library => system switch
    {
        "bookworm" => library.Bookworm,
        "trixie" => library.Trixie,
        "alpine" => library.Alpine,
        _ => "",
    });

    /// <summary>The packages that a build on alpine needs.</summary>
    public static IReadOnlyList<string> ToBuildOnAlpine(GemfileLock? locked) =>
        ["build-base>=0.5", .. locked is { Repositories.Count: > 0 } ? ["git>=2"] : Array.Empty<string>(),
            .. Packages(locked, static library => library.AlpineToBuild)];

    private static IReadOnlyList<string> Packages(GemfileLock? locked, Func<Library, string> select) =>
        [.. Of(locked).Select(select).Where(static package => package.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<Library> Of(GemfileLock? locked) => Table.Where(library => locked is not null && locked.Has(library.Gem)
        && (!library.IfNamed || locked.IsNamed(library.Gem))
        && (library.Release is null || locked.VersionOf(library.Gem).StartsWith(library.Release, StringComparison.Ordinal)));

    /// <param name="Gem">The gem.</param>
    /// <param name="Bookworm">Its package in Debian 12; or empty.</param>
    /// <param name="Trixie">Its package in Debian 13; or empty.</param>
    /// <param name="Alpine">Its package in alpine.</param>
    /// <param name="AlpineToBuild">The package to build the gem on alpine; empty if nothing is linked.</param>
    /// <param name="IfNamed">Whether the library is needed only if the Gemfile itself names the gem. Other gems depend on it, but use it
    /// only on request.</param>
    /// <param name="Release">The only release of the gem that needs the library; null for all.</param>
    private sealed record Library(
        string Gem, string Bookworm, string Trixie, string Alpine, string AlpineToBuild, bool IfNamed = false, string? Release = null);
}
