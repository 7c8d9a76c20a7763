namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>
/// The lock files of package managers. They say what would be installed. Where packages are installed, those count instead: see
/// <see cref="Contents.PackageMerge"/>.
/// </summary>
internal sealed class LockFileReader : IPackageReader
{
    private static readonly Dictionary<string, Action<PackageFile, PackageFindings>> Readers = new(StringComparer.Ordinal)
    {
        ["package-lock.json"] = Npm,
        ["npm-shrinkwrap.json"] = Npm,
        ["yarn.lock"] = Yarn,
        ["pnpm-lock.yaml"] = Pnpm,
        ["Gemfile.lock"] = Gems,
        ["packages.lock.json"] = NuGet,
    };

    public string Format => "a lock file";

    /// <summary>Whether a file is a lock file.</summary>
    public static bool IsLockFile(string path) => Readers.ContainsKey(path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>A lock file that a package was published with does not say anything about the image.</summary>
    public bool Wants(string path) => IsLockFile(path) && !path.Contains("node_modules/", StringComparison.Ordinal)
        && !path.Contains("/gems/", StringComparison.Ordinal);

    public void Read(PackageFile file, PackageFindings found) => Readers[file.Name](file, found);

    private static void Npm(PackageFile file, PackageFindings found)
    {
        foreach (var entry in NpmLock.Parse(file.Content).Entries)
        {
            if (!entry.IsPublished) continue;
            var version = entry.Version[(entry.Version.LastIndexOf('@') + 1)..];
            found.Add(new Package
            {
                Type = PackageType.Npm,
                Name = PackageText.Clean(entry.RealName ?? entry.Name),
                Version = PackageText.Clean(version),
                IsDevelopment = entry.IsDevelopment,
                Licenses = entry.License.Length > 0 ? [PackageText.Clean(entry.License)] : [],
                DependsOn = entry.DependsOn,
            });
        }
    }

    private static void Yarn(PackageFile file, PackageFindings found)
    {
        foreach (var entry in YarnLock.Parse(file.Content))
        {
            if (entry.PublishedName is { } name) Add(found, PackageType.Npm, name, entry.Version);
        }
    }

    private static void Pnpm(PackageFile file, PackageFindings found)
    {
        foreach (var entry in PnpmLock.Parse(file.Content).Entries)
        {
            if (entry.Version.Length > 0) Add(found, PackageType.Npm, entry.Name, entry.Version, entry.IsDevelopment);
        }
    }

    private static void Gems(PackageFile file, PackageFindings found)
    {
        var gems = GemfileLock.Parse(PackageText.Decode(file.Bytes)) 
            ?? throw new InvalidDataException("it has no PLATFORMS section, or it contains merge conflict markers");
        foreach (var gem in gems.Gems)
        {
            // Folders and repositories are the application's own.
            if (gem.Section == "GEM") Add(found, PackageType.Gem, gem.Name, gem.Version.Split('-')[0]);
        }
    }

    private static void NuGet(PackageFile file, PackageFindings found)
    {
        foreach (var entry in NuGetLock.Parse(file.Content).DistinctBy(static entry => (entry.Name.ToLowerInvariant(), entry.Version)))
        {
            if (entry.Type != "Project") Add(found, PackageType.NuGet, entry.Name, entry.Version);
        }
    }

    private static void Add(PackageFindings found, PackageType type, string name, string version, bool isDevelopment = false) =>
        found.Add(new Package
        {
            Type = type, Name = PackageText.Clean(name), Version = PackageText.Clean(version), IsDevelopment = isDevelopment,
        });
}
