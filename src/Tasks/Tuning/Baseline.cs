using ContainerGuard.Rules;

namespace ContainerGuard.Tuning;

/// <summary>Findings that a baseline knows: as many of a rule in a file as have one fingerprint.</summary>
/// <param name="Path">The Dockerfile, relative to the folder of the baseline, with forward slashes.</param>
/// <param name="Rule">The code.</param>
/// <param name="Fingerprint">See <see cref="Fingerprints"/>.</param>
/// <param name="Count">How many, from 1.</param>
internal sealed record BaselineEntry(string Path, string Rule, string Fingerprint, int Count)
{
    public string Key => $"{Path}\n{Rule}\n{Fingerprint}";
}

/// <summary>
/// The findings that were there when somebody began to look: they are reported as suppressed, so that an old repository starts without an
/// error and only what is new fails. Holds no time and no place in a file, so that a diff of it shows what has changed for good or bad.
/// </summary>
internal sealed class Baseline
{
    private const string Justification = "in the baseline";

    private readonly string name;
    private readonly Dictionary<string, BaselineEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BaselineEntry> found = new(StringComparer.Ordinal);
    private readonly HashSet<string> checkedPaths = new(StringComparer.Ordinal);

    /// <param name="name">The file's name, for reports.</param>
    /// <param name="entries">What it holds.</param>
    public Baseline(string name, IEnumerable<BaselineEntry> entries)
    {
        this.name = name;
        foreach (var entry in entries) this.entries[entry.Key] = entry;
    }

    /// <summary>The findings of one file, those that the baseline knows marked as suppressed.</summary>
    /// <param name="path">As in <see cref="BaselineEntry.Path"/>.</param>
    /// <param name="diagnostics">In the order of their places.</param>
    public IReadOnlyList<Diagnostic> Apply(string path, IReadOnlyList<Diagnostic> diagnostics)
    {
        checkedPaths.Add(path);
        return [.. diagnostics.Select(diagnostic =>
            IsNew(path, diagnostic) ? diagnostic : diagnostic with { Suppression = $"{Justification} {name}", IsSuppressedOutside = true })];
    }

    /// <summary>The baseline of what <see cref="Apply"/> has been shown; what it says of other files that are still there is kept.</summary>
    /// <param name="exists">Whether there is a file of a path.</param>
    public IReadOnlyList<BaselineEntry> Renew(Func<string, bool> exists)
    {
        var others = entries.Values.Where(entry => !checkedPaths.Contains(entry.Path) && exists(entry.Path));
        return [.. others.Concat(found.Values)];
    }

    /// <summary>How many findings it knows that are there no more: in the files that were checked, and in files that are gone.</summary>
    /// <param name="exists">Whether there is a file of a path.</param>
    public int CountGone(Func<string, bool> exists)
    {
        var gone = 0;
        foreach (var entry in entries.Values)
        {
            if (checkedPaths.Contains(entry.Path)) gone += Math.Max(0, entry.Count - (found.GetValueOrDefault(entry.Key)?.Count ?? 0));
            else if (!exists(entry.Path)) gone += entry.Count;
        }

        return gone;
    }

    private bool IsNew(string path, Diagnostic diagnostic)
    {
        if (diagnostic.Suppression is not null || diagnostic.Fingerprint is null) return true;
        var one = new BaselineEntry(path, diagnostic.Rule.Id, diagnostic.Fingerprint, 1);
        var all = found.TryGetValue(one.Key, out var before) ? one with { Count = before.Count + 1 } : one;
        found[one.Key] = all;
        return !entries.TryGetValue(one.Key, out var known) || all.Count > known.Count;
    }
}
