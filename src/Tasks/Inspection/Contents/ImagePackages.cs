using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Contents;
using ContainerGuard.Packages.Readers;
using ContainerGuard.Packages.Readers.DotNet;

namespace ContainerGuard.Inspection.Contents;

/// <summary>
/// The packages that are in an image. A package of a file that a later layer deleted or replaced is not there. The layer of a package is
/// the one that brought it, also where a later layer wrote the database again.
/// </summary>
internal static class ImagePackages
{
    public static PackageSet Of(InspectedImage image)
    {
        var notes = Notes(image);
        var release = OsRelease.Find(image);
        var distribution = Distribution(release);
        List<ReadFile> files = [];
        List<Package> frameworks = [];
        var runtimeIdentifier = SharedFrameworks.RuntimeIdentifier(
            image.Config.Os ?? "linux", image.Config.Architecture ?? "amd64", IsMusl(image, distribution));
        foreach (var node in image.Files.Files)
        {
            var version = node.Version!;
            if (version.Type != FileType.File) continue;
            var path = node.Path;
            if (NoteOf(version, notes) is { } found) files.Add(new ReadFile(path, found, package => LayerOf(package, version, notes)));
            if (SharedFrameworks.OfFolder(path, runtimeIdentifier) is { } framework)
            {
                frameworks.Add(framework with { Layer = version.ContentLayer });
            }
        }

        var set = new PackageMerge(path => image.Files.Find(path)?.Version is not null, distribution).Merge(files);
        var isComplete = image.Layers.Count > 0 && image.Layers.All(static layer => layer.Facts is not null);
        var further = isComplete ? frameworks : [.. frameworks, .. OfEnvironment(image, runtimeIdentifier)];
        return set with
        {
            Packages = [.. With(set.Packages, further).Select(package => package with { Instruction = Instruction(image, package) })],
        };
    }

    /// <summary>
    /// A framework of a folder or of the environment, unless its own manifest says the same: the folder may have lost its manifest.
    /// </summary>
    private static IEnumerable<Package> With(IReadOnlyList<Package> packages, IReadOnlyList<Package> frameworks)
    {
        var known = packages.Where(static package => package.Role == PackageRole.Runtime).Select(Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return packages.Concat(frameworks.Where(framework => known.Add(Key(framework))));

        // The runtime identifier is that of the image.
        static string Key(Package package)
        {
            var end = package.Name.IndexOf(".Runtime.", StringComparison.OrdinalIgnoreCase);
            return $"{(end > 0 ? package.Name[..end] : package.Name)}/{package.Version}";
        }
    }

    private static IEnumerable<Package> OfEnvironment(InspectedImage image, string runtimeIdentifier)
    {
        var values = image.Config.Environment;
        return SharedFrameworks.OfEnvironment(
            name => values.LastOrDefault(value => value.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..],
            runtimeIdentifier);
    }

    private static Dictionary<LayerEntry, PackageFindings> Notes(InspectedImage image)
    {
        Dictionary<LayerEntry, PackageFindings> notes = new(ReferenceEqualityComparer.Instance);
        foreach (var layer in image.Layers)
        {
            foreach (var note in layer.Facts?.Notes ?? [])
            {
                if (note.Reader == PackageFileReader.ReaderName && note.Entry < layer.Facts!.Entries.Count)
                {
                    notes[layer.Facts.Entries[note.Entry]] = PackageNote.Read(note.Content);
                }
            }
        }

        return notes;
    }

    private static PackageFindings? NoteOf(FileVersion version, Dictionary<LayerEntry, PackageFindings> notes) =>
        notes.GetValueOrDefault(version.Content);

    /// <summary>The first of the states up to the present one that have the package in this version without a gap.</summary>
    private static int? LayerOf(Package package, FileVersion version, Dictionary<LayerEntry, PackageFindings> notes)
    {
        var layer = version.ContentLayer;
        for (var before = version.Previous; before is not null; before = before.Previous)
        {
            if (NoteOf(before, notes)?.Packages.Any(other => other.Name == package.Name && other.Version == package.Version
                && other.Architecture == package.Architecture && other.Member == package.Member) != true)
            {
                break;
            }

            layer = before.ContentLayer;
        }

        return layer;
    }

    private static Distribution? Distribution(OsRelease? release) => release?.Fields.GetValueOrDefault("ID") is { Length: > 0 } id
        ? new Distribution(
            id.ToLowerInvariant(), release.Fields.GetValueOrDefault("VERSION_ID") ?? "",
            release.Fields.GetValueOrDefault("VERSION_CODENAME") ?? "")
        : null;

    private static bool IsMusl(InspectedImage image, Distribution? distribution) =>
        distribution?.Id == "alpine" || image.Files.Resolve("lib/ld-musl-x86_64.so.1")?.Version is not null
        || image.Files.Resolve("lib/ld-musl-aarch64.so.1")?.Version is not null;

    /// <summary>The step of the history that made the layer of a package.</summary>
    private static string Instruction(InspectedImage image, Package package)
    {
        if (package.Layer is not { } wanted) return "";
        var layer = 0;
        foreach (var step in image.Config.History)
        {
            if (step.IsEmpty) continue;
            if (layer++ == wanted) return step.CreatedBy.Trim();
        }

        return "";
    }
}
