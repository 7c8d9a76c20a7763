using ContainerGuard.Packages.Readers;
using ContainerGuard.Packages.Readers.DotNet;
using ContainerGuard.Packages.Readers.Languages;

namespace ContainerGuard.Packages.Contents;

/// <summary>A file of an image or a folder that lists packages.</summary>
/// <param name="Path">Where it is, relative to the root.</param>
/// <param name="Found">What it lists.</param>
/// <param name="LayerOf">The layer that brought a package of it.</param>
internal sealed record ReadFile(string Path, PackageFindings Found, Func<Package, int?> LayerOf);

/// <summary>Makes one list of what the files of an image say.</summary>
/// <param name="exists">Whether the image has a path.</param>
/// <param name="distribution">Its system; null if unknown.</param>
internal sealed class PackageMerge(Func<string, bool> exists, Distribution? distribution)
{
    public PackageSet Merge(IReadOnlyList<ReadFile> files)
    {
        List<Package> packages = [];
        HashSet<string> notes = new(StringComparer.Ordinal);
        foreach (var file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            foreach (var note in file.Found.Notes) notes.Add(note);
            foreach (var package in file.Found.Packages)
            {
                if (!HasItsFiles(package)) continue;
                packages.Add(package with
                {
                    Path = file.Path,
                    Layer = file.LayerOf(package),
                    Distribution = package.Type.IsOfSystem() ? distribution : null,
                });
            }
        }

        packages = JoinSystem(packages, files.SelectMany(static file => file.Found.Lists));
        packages = WithoutReplacedLocks(packages);
        MarkOwned(packages);
        return new PackageSet([.. Distinct(packages)], [.. notes.Order(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// A dependency manifest can be older than the folder around it, in SDK images for example: one of the files that a library claims must
    /// be there.
    /// </summary>
    private bool HasItsFiles(Package package) =>
        package.Type != PackageType.NuGet || package.Files.Count == 0 || package.Files.Any(exists);

    /// <summary>
    /// The manifest of chisel and the database of dpkg describe the same packages. The one knows the paths, the other the source.
    /// </summary>
    private static List<Package> JoinSystem(List<Package> packages, IEnumerable<FileList> lists)
    {
        var filesOf = lists.ToLookup(static list => list.Package, StringComparer.Ordinal);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<Package> joined = [];
        foreach (var package in packages)
        {
            if (!package.Type.IsOfSystem())
            {
                joined.Add(package);
                continue;
            }

            var one = package;
            if (one is { Type: PackageType.Deb, Files.Count: 0 }
                && filesOf[one.Name].FirstOrDefault(
                    list => list.Architecture.Length == 0 || list.Architecture == one.Architecture) is { } list)
            {
                one = one with { Files = list.Files };
            }

            var key = $"{one.Type}\n{one.Name}\n{one.Version}\n{one.Architecture}";
            if (places.TryAdd(key, joined.Count))
            {
                joined.Add(one);
                continue;
            }

            var other = joined[places[key]];
            var (manifest, database) = one.Path.Contains("/chisel/", StringComparison.Ordinal) ? (one, other) : (other, one);
            joined[places[key]] = database with
            {
                Files = manifest.Files.Count > 0 ? manifest.Files : database.Files,
                Hashes = manifest.Hashes.Count > 0 ? manifest.Hashes : database.Hashes,
            };
        }

        return joined;
    }

    /// <summary>A lock file says what would be installed. Where packages of its kind are installed, those count.</summary>
    private static List<Package> WithoutReplacedLocks(List<Package> packages)
    {
        var installed = packages.Where(static package => !LockFileReader.IsLockFile(package.Path)).ToList();
        var types = installed.Aggregate(0, static (all, package) => all | (1 << (int)package.Type));
        var modules = installed.Where(static package => package.Type == PackageType.Npm)
            .Select(static package => package.Path[..package.Path.IndexOf("node_modules/", StringComparison.Ordinal)])
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. packages.Where(package => !LockFileReader.IsLockFile(package.Path) || (package.Type == PackageType.Npm
                ? !modules.Contains(package.Path[..(package.Path.LastIndexOf('/') + 1)])
                : (types & (1 << (int)package.Type)) == 0)),
        ];
    }

    /// <summary>
    /// A library that the system's package manager installed is judged by the advisories of the system: it has fixes that its version does
    /// not show.
    /// </summary>
    private static void MarkOwned(List<Package> packages)
    {
        if (packages.All(static package => package.Type.IsOfSystem() || package.Path.Length == 0)) return;
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (var package in packages)
        {
            if (!package.Type.IsOfSystem()) continue;
            foreach (var file in package.Files) owners.TryAdd(Merged(file), package.Name);
        }

        for (var i = 0; i < packages.Count; i++)
        {
            if (!packages[i].Type.IsOfSystem() && owners.TryGetValue(Merged(packages[i].Path), out var owner))
            {
                packages[i] = packages[i] with { OwnedBy = owner };
            }
        }
    }

    /// <summary>Many systems have merged <c>/bin</c>, <c>/sbin</c> and <c>/lib</c> into <c>/usr</c>.</summary>
    private static string Merged(string path) =>
        path.StartsWith("usr/bin/", StringComparison.Ordinal) || path.StartsWith("usr/sbin/", StringComparison.Ordinal)
            || path.StartsWith("usr/lib", StringComparison.Ordinal)
            ? path["usr/".Length..]
            : path;

    /// <summary>The same package of the same file, once; of a shared framework, once for the image.</summary>
    private static IEnumerable<Package> Distinct(IEnumerable<Package> packages) => packages.DistinctBy(
        static package => string.Join('\n',
        [
            package.Type.Name(), package.Name.ToLowerInvariant(), package.Version, package.Architecture,
            package.Role == PackageRole.Runtime && SharedFrameworks.IsRuntime(package.Name) ? Folder(package.Path) : package.Path,
            package.Member,
        ]),
        StringComparer.Ordinal);

    private static string Folder(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";
}
