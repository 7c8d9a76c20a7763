using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Writes the known vulnerabilities of the packages of the project into <c>containerguard.advisories.json</c>, and the digest of that file
/// into the lock file. Packages of other projects with the same lock file stay, with today's rows.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class UpdateAdvisories : AdvisoryTask
{
    /// <summary>The runtimes of images, whose version a base image decides.</summary>
    private static readonly string[] RuntimesOfImages =
    [
        "Microsoft.NETCore.App.Runtime.linux-x64", "Microsoft.NETCore.App.Runtime.linux-musl-x64",
        "Microsoft.AspNetCore.App.Runtime.linux-x64", "Microsoft.AspNetCore.App.Runtime.linux-musl-x64",
    ];

    /// <summary>True to show the difference and write no file.</summary>
    public bool DryRun { get; set; }

    /// <summary><c>ContainerGuardLocked</c>.</summary>
    public bool Locked { get; set; }

    private protected override void Run()
    {
        if (Offline || Locked)
        {
            Say($"{AdvisoryFile.Name} stays as it is, because {(Offline ? "ContainerGuardOffline" : "ContainerGuardLocked")} is true.");
            return;
        }

        if (FactsOrReport() is not { } facts) return;
        if (ReadGraph() is not { } graph)
        {
            Say($"{AdvisoryFile.Name} stays as it is, because the project is not restored for one target framework.");
            return;
        }

        var fetched = Fetch(graph, maximumAge: 0);
        if (fetched.Whole.Count == 0) return;

        if (DryRun)
        {
            var path = AdvisoryFile.Beside(LockFile);
            var content = Merged(graph, facts.LockedAdvisories, fetched);
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
                .ChangeAsync(file => Write(file, graph, fetched), Cancellation).GetAwaiter().GetResult();
        }
        catch (LockFileException exception)
        {
            Report(exception.Error);
        }
    }

    /// <summary>Writes the file, and gives its digest to the lock file; without success both stay as they are.</summary>
    private LockFile Write(LockFile file, PackageGraph graph, AdvisoryTable fetched)
    {
        var path = AdvisoryFile.Beside(LockFile);
        var content = Merged(graph, file.Advisories, fetched);
        if (TextFile.Write(path, content, "file of vulnerabilities") is { } problem)
        {
            Report(GuardCodes.CannotWriteFile, path, problem);
            return file;
        }

        return file.WithAdvisories(AdvisoryFile.DigestOf(content));
    }

    private byte[] Merged(PackageGraph graph, ImageDigest? locked, AdvisoryTable fetched)
    {
        var old = LockedAdvisories.Read(LockFile, locked).Table;
        var table = Chosen(graph, old, fetched);
        SayWhatIsNew(old, table);
        return AdvisoryFileWriter.Write(table);
    }

    /// <summary>
    /// The rows of this project's packages, and of those that other projects have asked for. What a feed without an answer said before
    /// stays.
    /// </summary>
    private AdvisoryTable Chosen(PackageGraph graph, AdvisoryTable? old, AdvisoryTable fetched)
    {
        var table = new AdvisoryTable();
        table.Sources.AddRange(fetched.Sources);
        IEnumerable<string> names =
        [
            .. graph.Packages.Select(static package => package.Id), .. RuntimesOfImages,
            .. RuntimesInApp.Select(static runtime => runtime.Pack),
            .. old is null ? [] : old.Entries.Where(static entry => entry.Ecosystem == Advisory.NuGet)
                .Select(static entry => entry.Package),
        ];
        foreach (var name in names)
        {
            table.Know(Advisory.NuGet, name);
            foreach (var row in fetched.Find(Advisory.NuGet, name) ?? []) table.Add(row);
        }

        if (old is not null) table.AddAll(old, ecosystem => HasUnreadFeeds || ecosystem != Advisory.NuGet);
        if (old is not null && HasUnreadFeeds) table.AddSources(old);
        return table;
    }

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
