namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>The files in which no secrets are searched: documentation, tests and their data, and media.</summary>
internal static class SecretPaths
{
    private static readonly HashSet<string> LeftOutFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "doc", "docs", "man", "info", "locale", "i18n", "help", "test", "tests", "testing", "__tests__", "spec", "specs", "testdata",
            "test-data",
        "fixture", "fixtures", "__fixtures__", "example", "examples", "sample", "samples", "demo", "licenses", "zoneinfo", "terminfo",
        "javadoc", "rdoc", "ri",
    };

    private static readonly HashSet<string> LeftOutExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".md", ".markdown", ".rst", ".adoc", ".html", ".htm", ".map", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".svg", ".woff",
        ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".mo", ".po", ".pdf", ".pyc", ".a", ".css", ".scss", ".less", ".d.ts",
    };

    /// <summary>
    /// Roots where a folder such as <c>tests</c> belongs to somebody else's package. Elsewhere it may be the application.
    /// </summary>
    private static readonly string[] PackageRoots =
        ["node_modules", "site-packages", "dist-packages", "gems", "vendor", "mod", ".nuget", ".m2", "share", "lib", "go", "bundle"];

    /// <summary>Folders, and endings of archives, of packages that their authors published.</summary>
    private static readonly string[] PublishedFolders =
        ["node_modules/", "site-packages/", "dist-packages/", "/gems/", ".nuget/packages/", ".m2/repository/", "go/pkg/mod/"];

    private static readonly string[] PublishedArchives = [".whl", ".nupkg", ".gem", ".crate", ".egg"];

    /// <summary>
    /// Whether a file is a part of a published package. Its passwords and private keys are known to everybody, and are examples.
    /// </summary>
    public static bool AreOfPackage(string path) =>
        Array.Exists(PublishedFolders, folder => path.Contains(folder, StringComparison.Ordinal))
        || Array.Exists(PublishedArchives, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public static bool AreLeftOut(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        if (name.LastIndexOf('.') is > 0 and var dot
            && LeftOutExtensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name[dot..]))
        {
            return true;
        }

        if (name.EndsWith(".d.ts") || name.EndsWith("_test.go") || name.EndsWith(".test.js") || name.EndsWith(".spec.js")
            || name is "PKG-INFO" or "METADATA" || name.StartsWith("LICENSE") || name.StartsWith("CHANGELOG"))
        {
            return true;
        }

        return IsBelowLeftOutFolder(path);
    }

    private static bool IsBelowLeftOutFolder(string path)
    {
        var isPackage = false;
        var rest = path.AsSpan();
        while (rest.IndexOf('/') is >= 0 and var slash)
        {
            var folder = rest[..slash];
            if (isPackage && LeftOutFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folder)) return true;
            if (!isPackage)
            {
                foreach (var root in PackageRoots)
                {
                    if (folder.SequenceEqual(root)) isPackage = true;
                }
            }

            rest = rest[(slash + 1)..];
        }

        return false;
    }
}
