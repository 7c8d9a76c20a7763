using System.Collections.Immutable;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Formats;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>Runs all rules on one file and returns the findings in the order of their positions.</summary>
internal static class RuleRunner
{
    /// <summary>Parses a file and runs all rules on it; see the other overload.</summary>
    public static IReadOnlyList<Diagnostic> Run(SourceText source, FileFacts facts, SeverityPolicy policy) =>
        Run(Read(source, facts), facts, policy);

    /// <summary>Creates the model that the rules check.</summary>
    public static DockerfileModel Read(SourceText source, FileFacts facts) =>
        DockerfileModel.Read(source, facts.ModelOptions);

    /// <summary>
    /// All findings that <paramref name="policy"/> does not switch off, sorted by position and code. Suppressed findings are marked, not
    /// removed, so that a report can show them with their reason.
    /// </summary>
    public static IReadOnlyList<Diagnostic> Run(DockerfileModel model, FileFacts facts, SeverityPolicy policy)
    {
        if (model.Compose?.Problem is { } problem) return NotCompose(model.Source, problem, policy);
        var file = new FileAnalysis(model, facts);
        var findings = new Findings(file, RuleCatalogue.All);
        Run(findings, policy, model, readsFindings: false);
        Run(findings, policy, model, readsFindings: true);

        var all = findings.All;
        if (model.Compose is { Inline.Count: > 0 } compose)
        {
            return InlineFindings.With(Judged(file, findings, policy, all), compose.Inline, model.Source, facts, policy);
        }

        return all.IsEmpty ? [] : Judged(file, findings, policy, all);
    }

    private static List<Diagnostic> Judged(
        FileAnalysis file, Findings findings, SeverityPolicy policy, ImmutableArray<RawFinding> all)
    {

        var fingerprints = new Fingerprints(file.Syntax);
        var diagnostics = new List<Diagnostic>(all.Length);
        foreach (var finding in all.Sort(ByPlace))
        {
            if (Judge(file, findings, policy, finding, fingerprints) is { } diagnostic) diagnostics.Add(diagnostic);
        }

        return diagnostics;
    }

    /// <summary>The only finding of a compose file whose services cannot be read.</summary>
    private static Diagnostic[] NotCompose(SourceText source, FormatProblem problem, SeverityPolicy policy)
    {
        var rule = GuardCodes.ComposeInvalid;
        if (policy.Effective(rule, rule.Severity) is not { } severity) return [];
        var place = new TextPosition(problem.Line, problem.Column);
        return
        [
            new Diagnostic(
                rule, severity, source.Path, place, place,
                $"The compose file is not valid: {problem.Message}. Correct it, so that its images can be checked.")
            {
                Fingerprint = Fingerprints.Of($"{rule.Id} {problem.Message}"),
                Occurrence = 1,
            },
        ];
    }

    private static void Run(Findings findings, SeverityPolicy policy, DockerfileModel model, bool readsFindings)
    {
        foreach (var rule in findings.Catalogue)
        {
            if (rule.ReadsFindings == readsFindings && !policy.IsOff(rule.Descriptor)
                && (model.Compose is null || rule.Descriptor.AppliesToCompose))
            {
                findings.Collect(rule);
            }
        }
    }

    private static Diagnostic? Judge(
        FileAnalysis file, Findings findings, SeverityPolicy policy, RawFinding finding, Fingerprints fingerprints)
    {
        var rule = finding.Rule;
        var source = finding.Elsewhere ?? file.Source;
        var comment = finding.Elsewhere is { } other
            ? findings.Suppressions.FindIn(other, rule, finding.Span.Start)?.Justification
            : findings.Suppressions.Find(rule, finding.Span.Start)?.Justification ?? SkippedByCheck(file, finding);
        var configuration = comment is null ? policy.IgnoredBy(rule) : null;
        var suppression = comment ?? configuration;

        // With check=error=true in the file, BuildKit itself fails the build, regardless of other settings.
        var failsTheBuild = suppression is null && file.Checks.FailTheBuild && rule.BuildKitCheck is not null;
        var isRefused = finding.IsRefusedByBuildKit || failsTheBuild;
        var effective = policy.Effective(rule, failsTheBuild ? Severity.Error : finding.Severity, !isRefused, out var isSoftenable);
        if ((failsTheBuild ? Severity.Error : effective) is not { } severity) return null;

        var fingerprint = fingerprints.Next(rule, finding.Elsewhere, finding.Span.Start, out var occurrence);
        return new Diagnostic(
            rule, severity, source.Path, source.GetPosition(finding.Span.Start), source.GetPosition(finding.Span.End), finding.Message)
        {
            Suppression = suppression,
            IsSuppressedOutside = configuration is not null,
            IsSilent = policy.IsSilent(rule),
            IsRefusedByBuildKit = isRefused,
            IsSoftenable = isSoftenable,
            Fingerprint = fingerprint,
            Occurrence = occurrence,
            Instruction = finding.Elsewhere is null ? InstructionAround(file.Syntax, finding.Span) : null,
            Fix = finding.Fix,
            Source = finding.Fix is null ? null : finding.Fixed ?? source,
        };
    }

    /// <summary>Findings in the Dockerfile itself are first.</summary>
    private static int ByPlace(RawFinding left, RawFinding right) =>
        left.Elsewhere is null != right.Elsewhere is null ? (left.Elsewhere is null ? -1 : 1)
        : left.Span.Start != right.Span.Start ? left.Span.Start.CompareTo(right.Span.Start)
        : string.CompareOrdinal(left.Rule.Id, right.Rule.Id);

    /// <summary>The region of the instruction, if the finding is on one of its continuation lines.</summary>
    private static TextRegion? InstructionAround(DockerfileSyntax syntax, TextSpan span)
    {
        if (syntax.FindInstruction(span.Start) is not { } instruction || instruction.StartLine == syntax.Source.GetLine(span.Start))
        {
            return null;
        }

        return new TextRegion(syntax.Source.GetPosition(instruction.HeaderSpan.Start), syntax.Source.GetPosition(instruction.Span.End));
    }

    private static string? SkippedByCheck(FileAnalysis file, RawFinding finding) =>
        finding.Rule.BuildKitCheck is { } check && file.Checks.IsSkipped(check, finding.Span.Start) ? $"check=skip={check}" : null;
}
