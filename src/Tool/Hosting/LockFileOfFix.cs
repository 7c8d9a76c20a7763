namespace ContainerGuard.Tool.Hosting;

/// <summary>The lock file of a fix: a dry run works with a copy, which it deletes.</summary>
internal sealed class LockFileOfFix : IDisposable
{
    private readonly DirectoryInfo? _folder;

    /// <param name="places">The paths of the command.</param>
    /// <param name="isCopy">Whether to work with a copy.</param>
    public LockFileOfFix(Places places, bool isCopy)
    {
        Places = places;
        if (!isCopy) return;
        _folder = Directory.CreateTempSubdirectory("containerguard-");
        var copy = Path.Combine(_folder.FullName, Path.GetFileName(places.LockFile));
        if (File.Exists(places.LockFile)) File.Copy(places.LockFile, copy);
        Places = places with { LockFile = copy };
    }

    /// <summary>The paths to work with.</summary>
    public Places Places { get; }

    public void Dispose() => _folder?.Delete(recursive: true);
}
