using ContainerGuard.Analysis;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Fixes;

/// <summary>The result of fixing one file.</summary>
/// <param name="Text">The file with all edits applied.</param>
/// <param name="Applied">The fixed findings, in the order of the rounds. Their positions refer to the text of their round.</param>
/// <param name="Left">The findings in the new text.</param>
/// <param name="Facts">The facts after the fix: their build context has the ignore file with the added lines.</param>
internal sealed record FixResult(SourceText Text, IReadOnlyList<Diagnostic> Applied, IReadOnlyList<Diagnostic> Left, FileFacts Facts);

/// <summary>
/// Applies the edits of findings until none is left. Edits that do not overlap are applied together; an overlapping edit waits for the next
/// round. The rules check the result: an edit that would add a finding, or would not remove its own, is not applied.
/// </summary>
internal static class DockerfileFixer
{
    /// <summary>A fix may reveal another finding, but the number of rounds is limited.</summary>
    private const int MaximumRounds = 32;

    public static readonly SeverityPolicy Everything = new(Level.All);

    public static FixResult Fix(SourceText source, FileFacts facts, SeverityPolicy policy)
    {
        List<Diagnostic> applied = [];
        HashSet<string> refused = [];
        Dictionary<string, int>? before = null;
        for (var round = 0; round < MaximumRounds;)
        {
            var candidates = WithoutOverlap(RuleRunner.Run(source, facts, policy)
                .Where(finding => finding is { Fix: not null, Suppression: null }
                    && !IgnoreFileFixer.IsOfIgnoreFile(finding, facts)
                    && !refused.Contains(KeyOf(source, finding))));
            if (candidates.Count == 0) break;

            before ??= FindingCounts.Of(RuleRunner.Run(source, facts, Everything));
            while (true)
            {
                var next = SourceText.From(TextEdit.Apply(source.Text, EditsOf(candidates)), source.Path);
                var after = FindingCounts.Of(RuleRunner.Run(next, facts, Everything));
                if (IsBetter(before, candidates, after))
                {
                    applied.AddRange(candidates);
                    (source, before) = (next, after);
                    round++;
                    break;
                }

                // Try half of the edits, down to a single one, to find the edit that fails. The others are tried again without it: a
                // refused edit is not a round, so that many of them do not block the rest. Each edit is refused once, which is an end.
                if (candidates is [var single])
                {
                    if (!refused.Add(KeyOf(source, single))) round++;
                    break;
                }

                candidates = candidates[..(candidates.Count / 2)];
            }
        }

        var left = RuleRunner.Run(source, facts, policy);
        if (IgnoreFileFixer.Fix(source, ref facts, left) is { Count: > 0 } ignored)
        {
            applied.AddRange(ignored);
            left = RuleRunner.Run(source, facts, policy);
        }

        return new FixResult(source, applied, left, facts);
    }

    /// <summary>Whether the edits of one finding, without those of others, pass the same judgement.</summary>
    /// <param name="source">The Dockerfile.</param>
    /// <param name="facts">The facts about it.</param>
    /// <param name="finding">A finding with a fix in the Dockerfile.</param>
    public static bool IsSafe(SourceText source, FileFacts facts, Diagnostic finding)
    {
        List<Diagnostic> candidates = [finding];
        var next = SourceText.From(TextEdit.Apply(source.Text, EditsOf(candidates)), source.Path);
        return IsBetter(
            FindingCounts.Of(RuleRunner.Run(source, facts, Everything)), candidates,
            FindingCounts.Of(RuleRunner.Run(next, facts, Everything)));
    }

    /// <summary>The findings whose edits do not overlap. Of two overlapping edits, the later one waits.</summary>
    private static List<Diagnostic> WithoutOverlap(IEnumerable<Diagnostic> findings)
    {
        var edits = findings.SelectMany(static finding => finding.Fix!.Select(edit => (Edit: edit, Finding: finding)))
            .OrderBy(static pair => pair.Edit.Span.Start)
            .ThenBy(static pair => pair.Edit.Span.End).ToArray();
        HashSet<Diagnostic> waiting = new(ReferenceEqualityComparer.Instance);
        var end = 0;
        foreach (var (edit, finding) in edits)
        {
            if (edit.Span.Start < end) waiting.Add(finding);
            else end = edit.Span.End;
        }

        return [.. edits.Select(static pair => pair.Finding)
            .Distinct<Diagnostic>(ReferenceEqualityComparer.Instance).Where(finding => !waiting.Contains(finding))];
    }

    private static IOrderedEnumerable<TextEdit> EditsOf(List<Diagnostic> findings) =>
        findings.SelectMany(static finding => finding.Fix!).OrderBy(static edit => edit.Span.Start).ThenBy(static edit => edit.Span.End);

    /// <summary>Whether no rule has more findings, and each fixed finding is gone.</summary>
    private static bool IsBetter(Dictionary<string, int> before, List<Diagnostic> candidates, Dictionary<string, int> after)
    {
        if (FindingCounts.HasGrown(before, after)) return false;

        foreach (var (rule, count) in FindingCounts.Of(candidates))
        {
            if (after.GetValueOrDefault(rule) > before.GetValueOrDefault(rule) - count) return false;
        }

        return true;
    }

    /// <summary>Identifies a finding after the lines above it have moved.</summary>
    private static string KeyOf(SourceText source, Diagnostic finding)
    {
        var edit = finding.Fix![0];
        return $"{finding.Rule.Id}\n{source.Slice(source.GetLineSpan(source.GetLine(edit.Span.Start)))}\n{edit.NewText}";
    }
}
