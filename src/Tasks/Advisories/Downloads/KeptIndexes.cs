using ContainerGuard.Advisories.Index;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>What is kept of a source on this machine: the state that was read, and an index for each ecosystem.</summary>
internal sealed record KeptIndexes
{
    /// <summary>The state of the whole document (ETag); empty if the server does not name it.</summary>
    public string State { get; init; } = "";

    /// <summary>The state of the list of changes.</summary>
    public string ListState { get; init; } = "";

    /// <summary>When the whole document was read.</summary>
    public DateTimeOffset FullRead { get; init; }

    /// <summary>The time of the newest record.</summary>
    public DateTimeOffset Latest { get; init; }

    /// <summary>The identifiers of the records of exactly that time.</summary>
    public IReadOnlyList<string> AtLatest { get; init; } = [];

    /// <summary>The bytes of an <see cref="AdvisoryIndex"/> by ecosystem.</summary>
    public IReadOnlyDictionary<string, byte[]> Indexes { get; init; } = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    /// <summary>Whether all ecosystems are there.</summary>
    public bool Has(IEnumerable<string> ecosystems) => ecosystems.All(Indexes.ContainsKey);

    /// <summary>The indexes of rows.</summary>
    public static IReadOnlyDictionary<string, byte[]> Of(IEnumerable<KeyValuePair<string, List<Advisory>>> rows) => rows.ToDictionary(
        static pair => pair.Key, static pair => AdvisoryIndexWriter.Write(pair.Key, pair.Value), StringComparer.Ordinal);

    /// <summary>
    /// Adds the indexes to a table. An ecosystem without a row is not known: a release that the source does not have is not safe.
    /// </summary>
    public void AddTo(AdvisoryTable table, IEnumerable<string> ecosystems)
    {
        foreach (var name in ecosystems)
        {
            if (!Indexes.TryGetValue(name, out var content)) continue;
            var index = new AdvisoryIndex(content);
            if (index.Packages > 0) table.Add(index);
        }
    }
}
