using ContainerGuard.Rules;

namespace ContainerGuard.Configuration;

/// <summary>The findings of a baseline that have one rule, one file and one fingerprint.</summary>
/// <param name="Path">The Dockerfile, relative to the folder of the baseline, with forward slashes.</param>
/// <param name="Rule">The code.</param>
/// <param name="Fingerprint">See <see cref="Fingerprints"/>.</param>
/// <param name="Count">The number of findings, from 1.</param>
internal sealed record BaselineEntry(string Path, string Rule, string Fingerprint, int Count)
{
    public string Key => $"{Path}\n{Rule}\n{Fingerprint}";
}

/// <summary>
/// The known findings of a repository. They are reported as suppressed, so that an old repository starts without an error and only new
/// findings fail. It contains no time and no line number, so that a diff shows only added and removed findings.
/// </summary>
internal sealed class Baseline
{
    private const string Justification = "in the baseline";

    private const string PrefixOfImages = "CG8";

    private readonly string _name;
    private readonly bool _forImages;
    private readonly Dictionary<string, BaselineEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BaselineEntry> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _checkedPaths = new(StringComparer.Ordinal);

    /// <param name="name">The file's name, for reports.</param>
    /// <param name="entries">Its entries.</param>
    /// <param name="forImages">Whether the run checks images, and not Dockerfiles. Entries of the other kind stay as they are.</param>
    public Baseline(string name, IEnumerable<BaselineEntry> entries, bool forImages = false)
    {
        (_name, _forImages) = (name, forImages);
        foreach (var entry in entries) _entries[entry.Key] = entry;
    }

    /// <summary>The findings of one file. Known findings are marked as suppressed.</summary>
    /// <param name="path">As in <see cref="BaselineEntry.Path"/>.</param>
    /// <param name="diagnostics">In the order of their positions.</param>
    public IReadOnlyList<Diagnostic> Apply(string path, IReadOnlyList<Diagnostic> diagnostics)
    {
        _checkedPaths.Add(path);
        return [.. diagnostics.Select(diagnostic =>
            IsNew(path, diagnostic)
                ? diagnostic
                : diagnostic with { Suppression = $"{Justification} {_name}", IsSuppressedOutside = true })];
    }

    /// <summary>
    /// A new baseline with the findings that <see cref="Apply"/> has seen. Entries of other files stay, as long as the file exists.
    /// </summary>
    /// <param name="exists">Whether a file exists.</param>
    public IReadOnlyList<BaselineEntry> Renew(Func<string, bool> exists)
    {
        var others = _entries.Values.Where(
            entry => (IsOfOtherKind(entry) || !_checkedPaths.Contains(entry.Path)) && exists(entry.Path));
        return [.. others.Concat(_found.Values)];
    }

    /// <summary>The number of findings that no longer exist, in checked files and in deleted files.</summary>
    /// <param name="exists">Whether a file exists.</param>
    public int CountGone(Func<string, bool> exists)
    {
        var gone = 0;
        foreach (var entry in _entries.Values)
        {
            if (IsOfOtherKind(entry)) continue;
            if (_checkedPaths.Contains(entry.Path)) gone += Math.Max(0, entry.Count - (_found.GetValueOrDefault(entry.Key)?.Count ?? 0));
            else if (!exists(entry.Path)) gone += entry.Count;
        }

        return gone;
    }

    private bool IsOfOtherKind(BaselineEntry entry) => entry.Rule.StartsWith(PrefixOfImages, StringComparison.Ordinal) != _forImages;

    private bool IsNew(string path, Diagnostic diagnostic)
    {
        if (diagnostic.Suppression is not null || diagnostic.Fingerprint is null) return true;
        var one = new BaselineEntry(path, diagnostic.Rule.Id, diagnostic.Fingerprint, 1);
        var all = _found.TryGetValue(one.Key, out var before) ? one with { Count = before.Count + 1 } : one;
        _found[one.Key] = all;
        return !_entries.TryGetValue(one.Key, out var known) || all.Count > known.Count;
    }
}
