using ContainerGuard.Context;

namespace ContainerGuard.Rules.Secrets;

/// <summary>An exception of the ignore file takes nothing back in: nothing before it left that out, or a later line leaves it out again.</summary>
internal sealed class IgnoreExceptionWithoutEffect : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4011", "An exception of the ignore file has no effect", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Copies.IsEmpty || context.Facts.Context?.IgnoreFile is not { } ignore) return;

        var patterns = ignore.Patterns;
        for (var index = 0; index < patterns.Count; index++)
        {
            if (!patterns[index].IsException) continue;
            if (!IsNeeded(patterns, index))
            {
                context.ReportIn(ignore.Source, ignore.SpanOf(patterns[index]),
                    $"'{patterns[index].Text}' takes back in what no line before it leaves out: the last line that matches decides, so order counts. Put it after the line that leaves it out, or take it out.");
            }
            else if (UndoneBy(patterns, index) is { } later)
            {
                context.ReportIn(ignore.Source, ignore.SpanOf(patterns[index]),
                    $"'{patterns[index].Text}' is undone by '{later.Text}' in line {later.Line}: the last line that matches decides. Put the exception after that line.");
            }
        }
    }

    /// <summary>Whether a line before it leaves out what it names, or something below; of one that may name many, whether there is any.</summary>
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

    /// <summary>The line after which nothing of what it takes back is left; null when some of it stays, or a third takes it back again.</summary>
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
            else if (undone is null && (pattern.MatchesEverything || (path is not null ? pattern.Covers(path) : pattern.Text == patterns[exception].Text.TrimStart('!', ' '))))
            {
                undone = pattern;
            }
        }

        return undone;
    }
}
