using ContainerGuard.Analysis;
using ContainerGuard.Context;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// An exception of the ignore file has no effect: no earlier line excludes its files, or a later line excludes them again.
/// </summary>
internal sealed class IgnoreExceptionWithoutEffect : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4011", "A .dockerignore exception (!) has no effect", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Copies.IsEmpty || file.Facts.Context?.IgnoreFile is not { } ignore) return;

        var patterns = ignore.Patterns;
        for (var index = 0; index < patterns.Count; index++)
        {
            if (!patterns[index].IsException) continue;
            if (!IsNeeded(patterns, index))
            {
                findings.ReportIn(ignore.Source, ignore.SpanOf(patterns[index]),
                    $"'{patterns[index].Text}' has no effect, because no earlier line excludes matching files. "
                        + "Move the exception below the line that excludes them, or remove it.");
            }
            else if (UndoneBy(patterns, index) is { } later)
            {
                findings.ReportIn(ignore.Source, ignore.SpanOf(patterns[index]),
                    $"'{patterns[index].Text}' has no effect, because '{later.Text}' in line {later.Line} excludes the same files again. "
                        + "Move the exception below that line.");
            }
        }
    }

    /// <summary>
    /// Whether an earlier line excludes the exception's path or something below it; for a pattern with wildcards, whether an earlier line
    /// excludes anything.
    /// </summary>
    private static bool IsNeeded(IReadOnlyList<IgnorePattern> patterns, int exception)
    {
        var path = patterns[exception].LiteralPath;
        for (var index = 0; index < exception; index++)
        {
            var pattern = patterns[index];
            if (!pattern.IsException && (path is null || pattern.Covers(path) || pattern.MayMatchBelow(path))) return true;
        }

        return false;
    }

    /// <summary>
    /// The later line that excludes all files of the exception again; null when some stay included, or another exception includes them.
    /// </summary>
    private static IgnorePattern? UndoneBy(IReadOnlyList<IgnorePattern> patterns, int exception)
    {
        IgnorePattern? undone = null;
        var path = patterns[exception].LiteralPath;
        for (var index = exception + 1; index < patterns.Count; index++)
        {
            var pattern = patterns[index];
            if (pattern.IsException)
            {
                if (path is null || pattern.Covers(path) || pattern.MayMatchBelow(path)) return null;
            }
            else if (undone is null && (pattern.MatchesEverything
                || (path is not null ? pattern.Covers(path) : pattern.Text == patterns[exception].Text.TrimStart('!', ' '))))
            {
                undone = pattern;
            }
        }

        return undone;
    }
}
