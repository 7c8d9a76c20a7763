using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Fixes;

/// <summary>
/// Adds the lines of findings to the end of the ignore file, where they override the lines above. The rules check the result: a line that
/// would exclude a file that the Dockerfile copies by name is not added.
/// </summary>
internal static class IgnoreFileFixer
{
    /// <summary>Returns the fixed findings, and replaces the build context in <paramref name="facts"/>.</summary>
    /// <param name="dockerfile">The Dockerfile.</param>
    /// <param name="facts">The facts about it.</param>
    /// <param name="findings">The findings in it.</param>
    public static IReadOnlyList<Diagnostic> Fix(SourceText dockerfile, ref FileFacts facts, IReadOnlyList<Diagnostic> findings)
    {
        List<Diagnostic> applied = [];
        Dictionary<string, int>? before = null;
        foreach (var finding in findings)
        {
            if (finding is not { Fix: [var edit], Suppression: null } || !IsOfIgnoreFile(finding, facts)) continue;

            before ??= FindingCounts.Of(RuleRunner.Run(dockerfile, facts, DockerfileFixer.Everything));
            var source = facts.Context!.IgnoreSource;
            var added = IgnoreFile.LinesToAdd(
                source, edit.NewText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            var next = facts with { Context = facts.Context.With(IgnoreFile.Parse(source.Text + added, source.Path)) };
            var after = FindingCounts.Of(RuleRunner.Run(dockerfile, next, DockerfileFixer.Everything));

            // While the rule reports, other rules may leave the same files to it (CG4003): they may report them now.
            var others = FindingCounts.Of(RuleRunner.Run(dockerfile, facts, new SeverityPolicy(Level.All, noWarn: finding.Rule.Id)));
            others[finding.Rule.Id] = before.GetValueOrDefault(finding.Rule.Id);

            // The lines of an earlier finding may have fixed this one, too.
            if (FindingCounts.HasGrown(others, after)
                || (added.Length > 0 && after.GetValueOrDefault(finding.Rule.Id) >= before.GetValueOrDefault(finding.Rule.Id)))
            {
                continue;
            }

            (facts, before) = (next, after);
            applied.Add(finding);
        }

        return applied;
    }

    /// <summary>Whether a finding is fixed in the ignore file, and not in the Dockerfile.</summary>
    public static bool IsOfIgnoreFile(Diagnostic finding, FileFacts facts) =>
        finding.Source is { } source && source == facts.Context?.IgnoreSource;
}
