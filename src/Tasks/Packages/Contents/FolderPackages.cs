using ContainerGuard.Packages.Readers;
using ContainerGuard.Packages.Readers.Programs;

namespace ContainerGuard.Packages.Contents;

/// <summary>The packages of a folder on disk, such as that of <c>dotnet publish</c>.</summary>
internal static class FolderPackages
{
    private const int MostFiles = 500_000;

    /// <summary>Reads a folder. Files that cannot be read become notes.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <param name="mostFiles">The number of files that are read.</param>
    public static PackageSet Read(string folder, CancellationToken cancellationToken, int mostFiles = MostFiles)
    {
        if (!Directory.Exists(folder)) return PackageSet.Empty;
        HashSet<string> paths = new(StringComparer.Ordinal);
        List<ReadFile> files = [];
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var file in Directory.EnumerateFiles(folder, "*", options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (paths.Count == mostFiles)
            {
                var rest = new PackageFindings();
                rest.Note($"'{folder}' has more than {mostFiles:N0} files. The packages of the others were not read.");
                files.Add(new ReadFile("", rest, static _ => null));
                break;
            }

            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            paths.Add(path);
            if (Read(file, path) is { IsEmpty: false } found) files.Add(new ReadFile(path, found, static _ => null));
        }

        return new PackageMerge(paths.Contains, null).Merge(files);
    }

    private static PackageFindings? Read(string file, string path)
    {
        try
        {
            if (PackageReaders.Find(path) is { } reader)
            {
                return new FileInfo(file).Length <= PackageReaders.LargestFile
                    ? PackageReaders.Read(reader, new PackageFile(path, File.ReadAllBytes(file)))
                    : PackageReaders.TooLarge(path);
            }

            return MayBeProgram(path) ? Scan(file, path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var failed = new PackageFindings();
            failed.Note($"'{path}' cannot be read: {exception.Message.TrimEnd('.')}.");
            return failed;
        }
    }

    /// <summary>A program can have any name, such as <c>Company.Shop</c>. Libraries are not searched.</summary>
    private static bool MayBeProgram(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is not (".dll" or ".so" or ".dylib" or ".pdb" or ".json" or ".js" or ".css" or ".html");

    private static PackageFindings Scan(string file, string path)
    {
        using var scan = new ProgramScan(path);
        using var stream = File.OpenRead(file);
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;) scan.Write(buffer.AsSpan(0, read));
        return scan.Finish();
    }
}
