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
            if (!policy.IsOff(rule.Descriptor)) context.Run(rule);
        }

        var findings = context.Findings;
        if (findings.IsEmpty) return [];

        var source = context.Source;
        var suppressions = Suppressions.Read(model.Syntax);
        var diagnostics = new List<Diagnostic>(findings.Length);
        foreach (var finding in findings.Sort(ByPlace))
        {
            if (finding.Elsewhere is not null)
            {
                if (InOtherFile(finding, suppressions, policy) is { } elsewhere) diagnostics.Add(elsewhere);
                continue;
            }

            var suppression = suppressions.ReasonFor(finding.Rule.Id, finding.Span.Start) ?? SkippedByCheck(context, finding);
            var failsTheBuild = suppression is null && context.Checks.FailTheBuild && finding.Rule.BuildKitCheck is not null;
            if (policy.Effective(finding.Rule, failsTheBuild ? Severity.Error : finding.Severity) is not { } severity) continue;
            diagnostics.Add(new Diagnostic(
                finding.Rule, severity, source.Path, source.GetPosition(finding.Span.Start), source.GetPosition(finding.Span.End), finding.Message)
            {
                Suppression = suppression,
                IsRefusedByBuildKit = finding.IsRefusedByBuildKit || failsTheBuild,
                Instruction = InstructionAround(model.Syntax, finding.Span),
                Fix = finding.Fix,
                Source = finding.Fix is null ? null : source,
            });
        }

        return diagnostics;
    }

    private static Diagnostic? InOtherFile(RuleContext.RawFinding finding, Suppressions suppressions, SeverityPolicy policy)
    {
        if (policy.Effective(finding.Rule, finding.Severity) is not { } severity) return null;
        var file = finding.Elsewhere!;
        return new Diagnostic(finding.Rule, severity, file.Path, file.GetPosition(finding.Span.Start), file.GetPosition(finding.Span.End), finding.Message)
        {
            Suppression = suppressions.ReasonIn(file, finding.Rule.Id, finding.Span.Start),
        };
    }

    /// <summary>What is in the file itself comes first.</summary>
    private static int ByPlace(RuleContext.RawFinding left, RuleContext.RawFinding right) =>
        left.Elsewhere is null != right.Elsewhere is null ? (left.Elsewhere is null ? -1 : 1)
        : left.Span.Start != right.Span.Start ? left.Span.Start.CompareTo(right.Span.Start)
        : string.CompareOrdinal(left.Rule.Id, right.Rule.Id);

    /// <summary>The lines of a continued instruction that a finding is inside of.</summary>
    private static TextRegion? InstructionAround(DockerfileSyntax syntax, TextSpan span)
    {
        if (syntax.FindInstruction(span.Start) is not { } instruction || instruction.StartLine == syntax.Source.GetLine(span.Start)) return null;
        return new TextRegion(syntax.Source.GetPosition(instruction.HeaderSpan.Start), syntax.Source.GetPosition(instruction.Span.End));
    }

    private static string? SkippedByCheck(RuleContext context, RuleContext.RawFinding finding) =>
        finding.Rule.BuildKitCheck is { } check && context.Checks.IsSkipped(check, finding.Span.Start) ? $"check=skip={check}" : null;
}
