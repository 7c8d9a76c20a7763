namespace ContainerGuard.Inspection.Cache;

/// <summary>Keeps a folder of the cache at its size. A failure only costs place.</summary>
internal static class CacheSize
{
    private const string TemporaryEnding = ".tmp";
    private static readonly TimeSpan OldTemporaryFile = TimeSpan.FromHours(1);

    /// <summary>
    /// Deletes the results that were not used for the longest time, until the rest has the size, and what killed processes left.
    /// </summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="mostBytes">The size of all results.</param>
    public static void Keep(string folder, long mostBytes)
    {
        try
        {
            var old = TimeProvider.System.GetUtcNow().UtcDateTime - OldTemporaryFile;
            long bytes = 0;
            foreach (var file in new DirectoryInfo(folder).GetFiles().OrderByDescending(static file => file.LastWriteTimeUtc))
            {
                if (file.Name.EndsWith(TemporaryEnding, StringComparison.Ordinal))
                {
                    if (file.LastWriteTimeUtc < old) TryDelete(file.FullName);
                    continue;
                }

                bytes += file.Length;
                if (bytes > mostBytes) TryDelete(file.FullName);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run tries again.
        }
    }

    /// <summary>Notes that a result was used.</summary>
    public static void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process has just deleted it.
        }
    }

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process reads it, or has deleted it.
        }
    }
}
