using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Writes the known vulnerabilities of the packages of the project into <c>containerguard.advisories.json</c>, and the digest of that file
/// into the lock file. Packages of other projects with the same lock file stay, with today's rows.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class UpdateAdvisories : BaseImageTask
{
    /// <summary>The runtimes of images, whose version a base image decides.</summary>
    private static readonly string[] RuntimesOfImages =
    [
        "Microsoft.NETCore.App.Runtime.linux-x64", "Microsoft.NETCore.App.Runtime.linux-musl-x64",
        "Microsoft.AspNetCore.App.Runtime.linux-x64", "Microsoft.AspNetCore.App.Runtime.linux-musl-x64",
    ];

    /// <summary><c>ContainerGuardInspectImage</c>: an image whose packages are locked too; empty for none.</summary>
    public string Image { get; set; } = "";

    /// <summary>True to show the difference and write no file.</summary>
    public bool DryRun { get; set; }

    /// <summary><c>ContainerGuardLocked</c>.</summary>
    public bool Locked { get; set; }

    private protected override void Run()
    {
        if (Offline || Locked)
        {
            Say($"{AdvisoryFile.Name} was not changed, because {(Offline ? "ContainerGuardOffline" : "ContainerGuardLocked")} is true.");
            return;
        }

        if (FactsOrReport() is not { } facts) return;
        var graph = ReadGraph();
        var packages = PackagesOfImages(facts);
        if (graph is null && packages.Count == 0)
        {
            Say($"{AdvisoryFile.Name} was not changed, because the project is not restored for one target framework.");
            return;
        }

        var needed = new NeededRows(graph ?? PackageGraph.Empty, packages);
        var ecosystems = packages.Select(static package => package.Ecosystem).Distinct(StringComparer.Ordinal);
        var fetched = Fetch(graph, [.. ecosystems], maximumAge: 0);
        if (fetched.Whole.Count == 0) return;

        if (DryRun)
        {
            var path = AdvisoryFile.Beside(LockFile);
            var content = Merged(needed, facts.LockedAdvisories, fetched);
            ShowDifference(
                Path.GetRelativePath(ProjectDirectory, path),
                TextFile.Read(path, "file").Bytes is { } before && File.Exists(path) ? System.Text.Encoding.UTF8.GetString(before) : "",
                System.Text.Encoding.UTF8.GetString(content));
            return;
        }

        try
        {
            // Projects of one solution take turns, so that each adds its packages to the file that the lock file names.
            _ = new LockFileStore(LockFile, Path.GetTempPath(), facts.Mirrors)
                .ChangeAsync(file => Write(file, needed, fetched), Cancellation).GetAwaiter().GetResult();
        }
        catch (LockFileException exception)
        {
            Report(exception.Error);
        }
    }

    /// <summary>Writes the file, and gives its digest to the lock file; without success both stay as they are.</summary>
    private LockFile Write(LockFile file, NeededRows needed, AdvisoryTable fetched)
    {
        var path = AdvisoryFile.Beside(LockFile);
        var content = Merged(needed, file.Advisories, fetched);
        if (TextFile.Write(path, content, "file of vulnerabilities") is { } problem)
        {
            Report(GuardCodes.CannotWriteFile, path, problem);
            return file;
        }

        return file.WithAdvisories(AdvisoryFile.DigestOf(content));
    }

    private byte[] Merged(NeededRows needed, ImageDigest? locked, AdvisoryTable fetched)
    {
        var old = LockedAdvisories.Read(LockFile, locked).Table;
        var table = Chosen(needed, old, fetched);
        SayWhatIsNew(old, table);
        return AdvisoryFileWriter.Write(table);
    }

    /// <summary>
    /// The rows of this project's packages, and of those that other projects have asked for. What a feed without an answer said before
    /// stays.
    /// </summary>
    private AdvisoryTable Chosen(NeededRows needed, AdvisoryTable? old, AdvisoryTable fetched)
    {
        var table = new AdvisoryTable();
        IEnumerable<string> names =
        [
            .. needed.Graph.Packages.Select(static package => package.Id), .. RuntimesOfImages,
            .. RuntimesInApp.Select(static runtime => runtime.Pack),
            .. needed.Packages.Where(static package => package.Ecosystem == Advisory.NuGet).Select(static package => package.Name),
            .. old is null ? [] : old.Entries.Where(static entry => entry.Ecosystem == Advisory.NuGet)
                .Select(static entry => entry.Package),
        ];
        if (!fetched.Whole.Contains(Advisory.NuGet)) names = [];
        foreach (var name in names)
        {
            table.Know(Advisory.NuGet, name);
            foreach (var row in fetched.Find(Advisory.NuGet, name) ?? []) table.Add(WithOldRating(row));
        }

        foreach (var (ecosystem, package) in needed.Packages.Where(static one => one.Ecosystem != Advisory.NuGet)
            .Select(static one => (one.Ecosystem, one.Name))
            .Concat(old is null ? [] : old.Entries.Select(static entry => (entry.Ecosystem, entry.Package))))
        {
            if (!fetched.Whole.Contains(ecosystem) || fetched.Find(ecosystem, package) is not { } rows) continue;
            table.Know(ecosystem, package);
            foreach (var row in rows) table.Add(WithOldRating(row));
        }

        // The rows of a source that was not asked, or that did not answer, stay.
        if (old is not null) table.AddAll(old, IsKept);
        table.Sources.AddRange(fetched.Sources);
        table.Sources.AddRange(fetched.Ratings?.Sources ?? []);
        if (old is not null && HasUnreadFeeds) table.AddSources(old);
        return table;

        // The ratings of a source that did not answer stay.
        Advisory WithOldRating(Advisory row) => fetched.Ratings?.IsIncomplete == true
            && old?.Find(row.Ecosystem, row.Package)?.FirstOrDefault(one => one.Id == row.Id) is { } known
                ? row with { IsExploited = row.IsExploited || known.IsExploited, Epss = row.Epss ?? known.Epss }
                : row;

        bool IsKept(string ecosystem) => !fetched.Whole.Contains(ecosystem) || (ecosystem == Advisory.NuGet && HasUnreadFeeds);
    }

    /// <summary>The packages of the base images, which are read from their registries once, and those of the named image.</summary>
    private IReadOnlyList<PackageVersion> PackagesOfImages(FileFacts facts)
    {
        List<PackageVersion> packages = [];
        var reading = new Lazy<BaseReader?>(() => BaseReaderFor(facts));
        foreach (var (image, _) in Bases(facts))
        {
            if (facts.Locked(image)?.Digest is not { } digest || reading.Value is not { } reader) continue;
            var pinned = image.WithDigest(digest);
            try
            {
                packages.AddRange(PackageLookup.All(ScannedBase.Analyze(reader.Read(pinned), pinned, Today).Packages.Packages));
            }
            catch (Exception exception) when (exception is InspectionException or RegistryException)
            {
                var reason = exception is RegistryException failure ? failure.Problem.Message : exception.Message;
                Say($"The packages of '{image.Familiar}' are not locked: {reason.TrimEnd('.')}.");
            }
        }

        if (Image.Length > 0 && ReadImage(Image, "", facts) is { } named) packages.AddRange(PackageLookup.All(named.Packages.Packages));
        return [.. packages.Distinct()];
    }

    /// <summary>What the file has rows for.</summary>
    private sealed record NeededRows(PackageGraph Graph, IReadOnlyList<PackageVersion> Packages);

    private void SayWhatIsNew(AdvisoryTable? old, AdvisoryTable table)
    {
        List<string> lines = [];
        foreach (var (ecosystem, package, rows) in table.Entries)
        {
            var known = old?.Find(ecosystem, package) ?? [];
            lines.AddRange(rows.Where(row => known.All(one => one.Id != row.Id)).Select(row => $"{row.Id} of {package} became known."));
        }

        const int most = 10;
        foreach (var line in lines.Take(most)) Say(line);
        if (lines.Count > most) Say($"{lines.Count - most} more became known.");
        Say($"{AdvisoryFile.Name} has the vulnerabilities of {table.Entries.Count()} packages"
            + $"{string.Concat(table.Sources.Select(static source => $", data of {source.Updated}"))}.");
    }
}
