using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>Runs every rule over one file and gives the findings in the order of their places.</summary>
internal static class RuleRunner
{
    /// <summary>
    /// All findings that <paramref name="policy"/> lets through, sorted by place and code; those a comment suppresses are marked, not
    /// dropped, so that a report can show them with their reason.
    /// </summary>
    public static IReadOnlyList<Diagnostic> Run(DockerfileModel model, RuleFacts facts, SeverityPolicy policy)
    {
        var context = new RuleContext(model, facts);
        foreach (var rule in RuleCatalogue.All)
        {
            context.Run(rule);
        }

        if (context.Findings.Count == 0) return [];

        var source = context.Source;
        var suppressions = Suppressions.Read(model.Syntax);
        var diagnostics = new List<(int Start, Diagnostic Diagnostic)>(context.Findings.Count);
        foreach (var finding in context.Findings)
        {
            if (policy.Effective(finding.Rule, finding.Severity) is not { } severity) continue;
            diagnostics.Add((finding.Span.Start, new Diagnostic(
                finding.Rule, severity, source.Path, source.GetPosition(finding.Span.Start), source.GetPosition(finding.Span.End), finding.Message)
            {
                Suppression = suppressions.ReasonFor(finding.Rule.Id, finding.Span.Start),
                IsRefusedByBuildKit = finding.IsRefusedByBuildKit,
            }));
        }

        diagnostics.Sort(static (left, right) => left.Start != right.Start
            ? left.Start.CompareTo(right.Start)
            : string.CompareOrdinal(left.Diagnostic.Rule.Id, right.Diagnostic.Rule.Id));
        return diagnostics.ConvertAll(static entry => entry.Diagnostic);
    }
}
