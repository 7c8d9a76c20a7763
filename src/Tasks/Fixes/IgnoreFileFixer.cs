using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;

namespace ContainerGuard.Fixes;

/// <summary>
/// Adds to the ignore file the lines that findings ask for, at its end, where they have the last word. The rules are the judge here, too: what
/// would leave out a file that the Dockerfile copies by name is not added.
/// </summary>
internal static class IgnoreFileFixer
{
    /// <summary>The findings that were fixed; <paramref name="facts"/> then hold the new context.</summary>
    /// <param name="dockerfile">The file that is built.</param>
    /// <param name="facts">What is known around it.</param>
    /// <param name="findings">What was found in it.</param>
    public static IReadOnlyList<Diagnostic> Fix(SourceText dockerfile, ref RuleFacts facts, IReadOnlyList<Diagnostic> findings)
    {
        List<Diagnostic> applied = [];
        Dictionary<string, int>? before = null;
        foreach (var finding in findings)
        {
            if (finding is not { Fix: [var edit], Suppression: null } || !IsOfIgnoreFile(finding, facts)) continue;

            before ??= FindingCounts.Of(RuleRunner.Run(dockerfile, facts, DockerfileFixer.Everything));
            var source = facts.Context!.IgnoreSource;
            var added = IgnoreFile.LinesToAdd(source, edit.NewText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            var next = facts with { Context = facts.Context.With(IgnoreFile.Parse(source.Text + added, source.Path)) };
            var after = FindingCounts.Of(RuleRunner.Run(dockerfile, next, DockerfileFixer.Everything));

            // Lines of an earlier finding may have been its own, too.
            if (FindingCounts.HasGrown(before, after) || (added.Length > 0 && after.GetValueOrDefault(finding.Rule.Id) >= before.GetValueOrDefault(finding.Rule.Id))) continue;
            (facts, before) = (next, after);
            applied.Add(finding);
        }

        return applied;
    }

    /// <summary>Whether a finding is put right in the ignore file, and not in the Dockerfile.</summary>
    public static bool IsOfIgnoreFile(Diagnostic finding, RuleFacts facts) => finding.Source is { } source && source == facts.Context?.IgnoreSource;
}
