namespace ContainerGuard.Advisories;

/// <summary>
/// The rows of one or more sources by package. A package without an entry was not looked up, which is not the same as safe.
/// </summary>
internal sealed class AdvisoryTable
{
    public static readonly AdvisoryTable Empty = new();

    private readonly Dictionary<string, List<Advisory>> _rows = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<IAdvisoryIndex>> _indexes = new(StringComparer.Ordinal);

    /// <summary>Where the rows come from.</summary>
    public List<AdvisorySource> Sources { get; } = [];

    /// <summary>The ratings that each row gets when it is found; null to leave rows as they are.</summary>
    public VulnerabilityRatings? Ratings { get; set; }

    /// <summary>The ecosystems of which every package is known, because the whole source was read.</summary>
    public HashSet<string> Whole { get; } = new(StringComparer.Ordinal);

    /// <summary>The ecosystem and package of each entry, in order.</summary>
    public IEnumerable<(string Ecosystem, string Package, IReadOnlyList<Advisory> Rows)> Entries =>
        _rows.OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry =>
        {
            var split = entry.Key.IndexOf('\n', StringComparison.Ordinal);
            return (entry.Key[..split], entry.Key[(split + 1)..], (IReadOnlyList<Advisory>)entry.Value);
        });

    /// <summary>The rows of a package; null if it was not looked up.</summary>
    /// <exception cref="InvalidDataException">An index is damaged.</exception>
    public IReadOnlyList<Advisory>? Find(string ecosystem, string package) =>
        FindRows(ecosystem, package) is not { } rows ? null : Ratings is null ? rows : [.. rows.Select(Ratings.Rate)];

    private List<Advisory>? FindRows(string ecosystem, string package)
    {
        var rows = _rows.GetValueOrDefault(Key(ecosystem, package));
        if (!_indexes.TryGetValue(ecosystem, out var indexes)) return rows ?? (Whole.Contains(ecosystem) ? [] : null);
        return [.. rows ?? [], .. indexes.SelectMany(index => index.Find(package))];
    }

    /// <summary>Adds all rows of an index, which are decoded when they are asked for.</summary>
    public void Add(IAdvisoryIndex index)
    {
        Whole.Add(index.Ecosystem);
        if (!_indexes.TryGetValue(index.Ecosystem, out var indexes)) _indexes[index.Ecosystem] = indexes = [];
        indexes.Add(index);
    }

    /// <summary>Marks a package as looked up.</summary>
    public void Know(string ecosystem, string package) => RowsOf(ecosystem, package);

    /// <summary>Adds a row, unless an equal one is there.</summary>
    public void Add(Advisory row)
    {
        var rows = RowsOf(row.Ecosystem, row.Package);
        var same = rows.FindIndex(known => known.Id.Equals(row.Id, StringComparison.OrdinalIgnoreCase));
        if (same < 0) rows.Add(row);
        else rows[same] = Merged(rows[same], row);
    }

    /// <summary>Adds the entries of another table.</summary>
    /// <param name="other">The other table.</param>
    /// <param name="isWanted">Which ecosystems.</param>
    public void AddAll(AdvisoryTable other, Func<string, bool> isWanted)
    {
        foreach (var (ecosystem, package, rows) in other.Entries)
        {
            if (!isWanted(ecosystem)) continue;
            Know(ecosystem, package);
            foreach (var row in rows) Add(row);
        }
    }

    /// <summary>Adds the sources of another table whose names are not there.</summary>
    public void AddSources(AdvisoryTable other) =>
        Sources.AddRange(other.Sources.Where(source => Sources.TrueForAll(known => known.Name != source.Name)).ToList());

    /// <summary>Two records of one vulnerability: a feed writes one for each interval.</summary>
    private static Advisory Merged(Advisory known, Advisory row) => known with
    {
        Aliases = [.. known.Aliases.Union(row.Aliases, StringComparer.OrdinalIgnoreCase)],
        Severity = known.Severity > row.Severity ? known.Severity : row.Severity,
        SeveritySource = known.Severity > row.Severity ? known.SeveritySource : row.SeveritySource,
        Ranges = [.. known.Ranges.Union(row.Ranges)],
        Versions = [.. known.Versions.Union(row.Versions, StringComparer.Ordinal)],
        IsExploited = known.IsExploited || row.IsExploited,
        Epss = known.Epss > row.Epss || row.Epss is null ? known.Epss : row.Epss,
    };

    private List<Advisory> RowsOf(string ecosystem, string package)
    {
        var key = Key(ecosystem, package);
        if (!_rows.TryGetValue(key, out var rows)) _rows[key] = rows = [];
        return rows;
    }

    private static string Key(string ecosystem, string package) => $"{ecosystem}\n{PackageName.KeyOf(ecosystem, package)}";
}
