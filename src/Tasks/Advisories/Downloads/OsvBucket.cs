using ContainerGuard.Advisories.Index;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>
/// Reads an ecosystem of an OSV bucket (google.github.io/osv.dev/data): <c>all.zip</c> with every record once a week, and in between the
/// records that <c>modified_id.csv</c> lists as changed. Without a change nothing is downloaded.
/// </summary>
/// <param name="root">The bucket.</param>
/// <param name="download">The connections.</param>
/// <param name="folder">What is kept on this machine; null to keep nothing.</param>
/// <param name="clock">The time of today.</param>
internal sealed class OsvBucket(Uri root, AdvisoryDownload download, IndexFolder? folder, TimeProvider clock)
{
    /// <summary>The public bucket.</summary>
    public static readonly Uri Public = new("https://osv-vulnerabilities.storage.googleapis.com/");

    /// <summary>More changed records than this are read as a whole.</summary>
    public const int MostChanges = 500;

    private const long LargestArchive = 1L << 30;
    private const int RequestsAtOnce = 8;

    /// <summary>Records vanish, or change without a new time, so all of them are read again after this time.</summary>
    private static readonly TimeSpan FullReadAfter = TimeSpan.FromDays(7);

    /// <summary>Reads the rows of an ecosystem.</summary>
    /// <param name="name">The ecosystem without a release: <c>Debian</c>.</param>
    /// <param name="ecosystems">The ecosystems that are wanted: <c>Debian:13</c>; or <paramref name="name"/> itself.</param>
    /// <param name="problem">Receives the reason if an earlier state has to do, or if records are not valid.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>Null if the bucket does not have the ecosystem.</returns>
    /// <exception cref="AdvisoryException">The data cannot be read, and no earlier state is known.</exception>
    public async Task<KeptIndexes?> ReadAsync(
        string name, IReadOnlyCollection<string> ecosystems, Action<AdvisoryException> problem, CancellationToken cancellationToken)
    {
        var key = $"{root.AbsoluteUri}|{name}";
        using var turn = folder is null ? null : await folder.TakeTurnAsync(key, cancellationToken).ConfigureAwait(false);
        var kept = folder?.Find(key);
        if (kept?.Has(ecosystems) == false)
        {
            ecosystems = [.. ecosystems.Union(kept.Indexes.Keys, StringComparer.Ordinal)];
            kept = null;
        }

        try
        {
            var isRecent = kept is not null && clock.GetUtcNow() - kept.FullRead < FullReadAfter;
            var current = isRecent ? await ChangedAsync(name, kept!, cancellationToken).ConfigureAwait(false) : null;
            current ??= await WholeAsync(name, ecosystems, kept, problem, cancellationToken).ConfigureAwait(false) is { } whole
                ? await ListedAsync(name, whole, cancellationToken).ConfigureAwait(false)
                : null;
            if (current is not null && current != kept) folder?.Keep(key, current);
            return current;
        }
        catch (AdvisoryException exception) when (kept is not null)
        {
            problem(exception);
            return kept;
        }
    }

    /// <summary>
    /// Completes records that were just read with the state of the list, so that the next run downloads nothing without a change. The list
    /// is read after the archive: what it names and the archive does not have yet is downloaded now.
    /// </summary>
    private async Task<KeptIndexes> ListedAsync(string name, KeptIndexes whole, CancellationToken cancellationToken)
    {
        if (whole.ListState.Length > 0) return whole;
        try
        {
            return await ChangedAsync(name, whole, cancellationToken).ConfigureAwait(false) ?? whole;
        }
        catch (AdvisoryException)
        {
            // The archive has all records. The next run, which needs the list, reads it again and reports the problem.
            return whole;
        }
    }

    /// <summary>The state after the changes; null if all records must be read.</summary>
    private async Task<KeptIndexes?> ChangedAsync(string name, KeptIndexes kept, CancellationToken cancellationToken)
    {
        using var list = await download.OpenAsync(root, AddressOf(name, "modified_id.csv"), kept.ListState, cancellationToken)
            .ConfigureAwait(false);
        if (list.IsMissing) return null;
        if (list.Content is null) return kept;
        var changes = ModifiedList.Changes(root, list.Content, kept.Latest, kept.AtLatest, clock.GetUtcNow(), MostChanges);
        if (changes.Count == 0) return kept with { ListState = list.State };
        if (changes.Count > MostChanges) return null;

        var records = new byte[]?[changes.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, changes.Count, options, async (i, token) =>
        {
            records[i] = await download.FindAsync(root, AddressOf(name, $"{changes[i].Id}.json"), OsvArchive.LargestRecord, token)
                .ConfigureAwait(false);
        }).ConfigureAwait(false);

        // The list names a record that does not exist: only the archive tells what is true.
        if (Array.Exists(records, static record => record is null)) return null;
        var read = new OsvArchive(root, [.. kept.Indexes.Keys], clock.GetUtcNow());
        foreach (var record in records) read.Add(record);
        if (read.Invalid > 0) return null;

        var changed = changes.Select(static change => change.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var latest = changes.Max(static change => change.Time);
        return kept with
        {
            ListState = list.State,
            Latest = latest,
            AtLatest = [
                .. latest == kept.Latest ? kept.AtLatest : [],
                .. changes.Where(change => change.Time == latest).Select(static change => change.Id),
            ],
            Indexes = KeptIndexes.Of(kept.Indexes.Select(pair => KeyValuePair.Create(
                pair.Key,
                new AdvisoryIndex(pair.Value).All().Where(row => !changed.Contains(row.Id)).Concat(read.Rows[pair.Key]).ToList()))),
        };
    }

    private async Task<KeptIndexes?> WholeAsync(
        string name, IReadOnlyCollection<string> ecosystems, KeptIndexes? kept, Action<AdvisoryException> problem,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        using var document = await download.OpenAsync(root, AddressOf(name, "all.zip"), kept?.State ?? "", cancellationToken)
            .ConfigureAwait(false);
        if (document.IsMissing) return null;
        if (document.Content is null) return kept! with { FullRead = now };

        var file = TemporaryCopy.Of(document.Content, LargestArchive, root, cancellationToken);
        await using (file.ConfigureAwait(false))
        {
            var read = new OsvArchive(root, kept is null ? ecosystems : [.. kept.Indexes.Keys.Union(ecosystems)], now);
            read.Read(file, cancellationToken);
            if (read.Invalid > 0)
            {
                problem(AdvisoryException.Skipped(root, read.Invalid, "record", $" of {name}", read.FirstProblem));
            }

            return new KeptIndexes
            {
                State = document.State, FullRead = now, Latest = read.Latest, AtLatest = read.AtLatest, Indexes = KeptIndexes.Of(read.Rows),
            };
        }
    }

    private Uri AddressOf(string name, string file) =>
        AdvisoryDownload.Below(root, $"{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(file)}");
}
