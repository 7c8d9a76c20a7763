using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>Runs every rule over one file and gives the findings in the order of their places.</summary>
internal static class RuleRunner
{
    /// <summary>Reads a file and runs every rule over it; see the other overload.</summary>
    public static IReadOnlyList<Diagnostic> Run(SourceText source, RuleFacts facts, SeverityPolicy policy) =>
        Run(DockerfileModel.Create(DockerfileSyntax.Parse(source), facts.ModelOptions), facts, policy);

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
            var suppression = suppressions.ReasonFor(finding.Rule.Id, finding.Span.Start) ?? SkippedByCheck(context, finding);
            var failsTheBuild = suppression is null && context.Checks.FailTheBuild && finding.Rule.BuildKitCheck is not null;
            if (policy.Effective(finding.Rule, failsTheBuild ? Severity.Error : finding.Severity) is not { } severity) continue;
            diagnostics.Add((finding.Span.Start, new Diagnostic(
                finding.Rule, severity, source.Path, source.GetPosition(finding.Span.Start), source.GetPosition(finding.Span.End), finding.Message)
            {
                Suppression = suppression,
                IsRefusedByBuildKit = finding.IsRefusedByBuildKit || failsTheBuild,
            }));
        }

        diagnostics.Sort(static (left, right) => left.Start != right.Start
            ? left.Start.CompareTo(right.Start)
            : string.CompareOrdinal(left.Diagnostic.Rule.Id, right.Diagnostic.Rule.Id));
        return diagnostics.ConvertAll(static entry => entry.Diagnostic);
    }

    private static string? SkippedByCheck(RuleContext context, RuleContext.RawFinding finding) =>
        finding.Rule.BuildKitCheck is { } check && context.Checks.IsSkipped(check, finding.Span.Start) ? $"check=skip={check}" : null;
}
