namespace ContainerGuard.Advisories.Downloads;

/// <summary>A folder with records of OSV as JSON files, and with zip files of them, at any depth.</summary>
internal static class OsvFolder
{
    private const int MostFiles = 500_000;

    /// <summary>Adds the rows of some ecosystems. An ecosystem without a row stays unknown.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="ecosystems">With their releases.</param>
    /// <param name="table">Receives the rows.</param>
    /// <param name="now">The time of the clock.</param>
    /// <param name="problem">Receives the reason why records are left out.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>The day of the newest record; empty if no record has one.</returns>
    /// <exception cref="AdvisoryException">A file cannot be read.</exception>
    public static DateTimeOffset Read(
        string folder, IReadOnlyCollection<string> ecosystems, AdvisoryTable table, DateTimeOffset now, Action<AdvisoryException> problem,
        CancellationToken cancellationToken)
    {
        var source = new Uri(folder);
        var read = new OsvArchive(source, ecosystems, now);
        try
        {
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Take(MostFiles + 1).ToList();
            if (files.Count > MostFiles) throw new AdvisoryException(source, $"it has more than {MostFiles:N0} files");
            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                {
                    using var content = File.OpenRead(file);
                    read.Read(content, cancellationToken);
                }
                else if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                {
                    if (new FileInfo(file).Length <= OsvArchive.LargestRecord) read.Add(File.ReadAllBytes(file));
                    else read.Refuse($"'{file}' is larger than {OsvArchive.LargestRecord >> 20} MiB");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AdvisoryException(source, exception.Message.TrimEnd('.'));
        }

        if (read.Invalid > 0)
        {
            problem(AdvisoryException.Skipped(source, read.Invalid, "file", "", read.FirstProblem));
        }

        new KeptIndexes { Indexes = KeptIndexes.Of(read.Rows) }.AddTo(table, ecosystems);
        return read.Latest;
    }
}
