using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// A published project whose kept result has a mark, so that the next publish shows where its report comes from. It is published once for
/// a class of tests; each test gets its files as they were then, in the same place.
/// </summary>
public sealed class PublishedOnce(PublishedPackage package) : IAsyncLifetime
{
    public const string Generated = "obj/container/Dockerfile";
    public const string Kept = "obj/container/dockerfile.kept";
    public const string Mark = "result of the last publish";

    private readonly TemporaryDirectory _copy = new();
    private TestWorkspace? _workspace;

    public async ValueTask InitializeAsync()
    {
        _workspace = package.Locked();
        var app = Project();
        (await app.Publish()).ShouldSucceed();
        Age(_workspace);
        (await app.Publish()).ShouldSucceed().Output.ShouldContain("2 images pinned");
        var kept = app.Read(Kept);
        kept.ShouldContain("2 images pinned");
        app.File(Kept, kept.Replace("2 images pinned", Mark, StringComparison.Ordinal));
        Copy(_workspace.Path, _copy.Path);
    }

    /// <summary>The project with the files of the last publish, as no other test has left them.</summary>
    public TestProject App()
    {
        // It writes its files, so it comes before the copies with their times.
        var app = Project().Save();
        foreach (var entry in new DirectoryInfo(_workspace!.Path).GetFileSystemInfos())
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }

        Copy(_copy.Path, _workspace.Path);
        return app;
    }

    /// <summary>A result is not kept while one of its files was written in the last two seconds.</summary>
    public static void Age(TestWorkspace workspace)
    {
        var past = DateTime.UtcNow.AddSeconds(-10);
        foreach (var path in Directory.EnumerateFileSystemEntries(workspace.Combine("."), "*", SearchOption.AllDirectories))
        {
            if (Directory.Exists(path)) Directory.SetLastWriteTimeUtc(path, past);
            else File.SetLastWriteTimeUtc(path, past);
        }
    }

    public ValueTask DisposeAsync()
    {
        _workspace?.Dispose();
        _copy.Dispose();
        return ValueTask.CompletedTask;
    }

    private TestProject Project() => _workspace!.Web().Item("ContainerGuardBuildArgument", "LEVEL");

    /// <summary>Copies a folder with the times of its files and folders.</summary>
    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }

        // A folder gets its time after those below it, which change it.
        var folders = Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories);
        foreach (var folder in folders.OrderByDescending(static path => path.Length))
        {
            Directory.SetLastWriteTimeUtc(Path.Combine(to, Path.GetRelativePath(from, folder)), Directory.GetLastWriteTimeUtc(folder));
        }

        Directory.SetLastWriteTimeUtc(to, Directory.GetLastWriteTimeUtc(from));
    }
}
