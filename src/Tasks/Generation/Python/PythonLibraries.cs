namespace ContainerGuard.Generation.Python;

/// <summary>
/// The system libraries of well-known packages: those without binaries are compiled, which needs a compiler and headers in the stage
/// 'build', and the library in the final image. The versions are those of Debian 12 and 13, the systems of Python's images.
/// </summary>
internal static class PythonLibraries
{
    private static readonly string[] Compiler = ["gcc=4:1*", "libc6-dev=2.*"];

    private static readonly Library[] Table =
    [
        new("psycopg2", [.. Compiler, "libpq-dev=1*"], ["libpq5=1*"]),
        new("psycopg[c]", [.. Compiler, "libpq-dev=1*"], ["libpq5=1*"]),
        new("psycopg", [], ["libpq5=1*"], Without: "psycopg-binary"),
        new("mysqlclient", [.. Compiler, "libmariadb-dev=1:1*", "pkgconf=1.8.*"], ["libmariadb3=1:1*"]),
        new("python-ldap", [.. Compiler, "libldap-dev=2.*", "libsasl2-dev=2.1.*"], ["libldap2=2.6.*", "libsasl2-2=2.1.*"])
        {
            Bookworm = ["libldap-2.5-0=2.5.*", "libsasl2-2=2.1.*"],
        },
        new("uwsgi", Compiler, []),
        new("pycairo", [.. Compiler, "libcairo2-dev=1.*", "pkgconf=1.8.*"], ["libcairo2=1.*"]),
        new("cairosvg", [], ["libcairo2=1.*"]),
        new("cairocffi", [], ["libcairo2=1.*"]),
        new("weasyprint", [], ["libharfbuzz-subset0=*", "libpango-1.0-0=1.*", "libpangoft2-1.0-0=1.*"]),
        new("pyodbc", [], ["unixodbc=2.3.*"]),
        new("python-magic", [], ["libmagic1t64=1:5.*"]) { Bookworm = ["libmagic1=1:5.*"] },
        new("graphviz", [], ["graphviz=2.*"]),
        new("pytesseract", [], ["tesseract-ocr=5.*"]),
        new("pydub", [], ["ffmpeg=7:*"]),
        new("opencv-python", [], ["libgl1=1.*", "libglib2.0-0t64=2.*"]) { Bookworm = ["libgl1=1.*", "libglib2.0-0=2.*"] },

        // Importing it fails without the program git.
        new("gitpython", [], ["git=1:2.*"]),
        new("gssapi", [.. Compiler, "libkrb5-dev=1.*"], ["libgssapi-krb5-2=1.*"]),
    ];

    /// <summary>The packages for the stage 'build', with versions.</summary>
    public static IReadOnlyList<string> ToBuild(PythonProject project) =>
        [.. Of(project).SelectMany(static library => library.Build).Concat(project.NeedsGit ? ["git=1:2.*"] : Array.Empty<string>())
            .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The packages for the final image, with versions.</summary>
    /// <param name="project">The project.</param>
    /// <param name="isBookworm">Whether the image is Debian 12, where some libraries have other names.</param>
    public static IReadOnlyList<string> ToRun(PythonProject project, bool isBookworm) =>
        [.. Of(project).SelectMany(library => isBookworm ? library.Bookworm ?? library.Run : library.Run).Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>The Python packages that need them.</summary>
    public static IReadOnlyList<string> Needing(PythonProject project) => [.. Of(project).Select(static library => library.Package)];

    private static IEnumerable<Library> Of(PythonProject project) => Table.Where(library =>
        (library.Package.Split('[') is [var name, var extra] ? project.HasExtra(name, extra.TrimEnd(']'))
            : project.DependsOn(library.Package))
        && (library.Without is not { } other || (!project.DependsOn(other) && !project.HasExtra(library.Package, "binary"))));

    /// <param name="Package">The Python package, in lower case.</param>
    /// <param name="Build">What its compilation needs; empty for one with binaries.</param>
    /// <param name="Run">What it loads.</param>
    /// <param name="Without">The package that has the library in it.</param>
    private sealed record Library(string Package, string[] Build, string[] Run, string? Without = null)
    {
        /// <summary>What it loads on Debian 12, if the names differ there.</summary>
        public string[]? Bookworm { get; init; }
    }
}
