using ContainerGuard.Analysis.Built;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>Runs all rules for built images on one image.</summary>
internal static class ImageRuleRunner
{
    /// <summary>
    /// All findings that <paramref name="policy"/> does not switch off: first those of the Dockerfile in its order, then those of
    /// the image. Suppressed findings are marked.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="file">The path for findings without a place in a Dockerfile.</param>
    /// <param name="exceptions">The items that accept findings.</param>
    /// <param name="policy">The severities.</param>
    public static IReadOnlyList<Diagnostic> Run(
        ImageAnalysis image, string file, IReadOnlyList<ImageException> exceptions, SeverityPolicy policy)
    {
        var findings = new ImageFindings(image, [.. exceptions.Where(exception => !exception.HasExpired(image.Inputs.Today))]);
        foreach (var rule in RuleCatalogue.AllOfImages)
        {
            if (!policy.IsOff(rule.Descriptor) && (image.HasFiles || !rule.NeedsFiles)) findings.Collect(rule);
        }

        if (findings.All.Count == 0) return [];
        var suppressions = image.Inputs.Dockerfile is { } dockerfile ? Suppressions.Read(dockerfile.Syntax, image.Inputs.Today) : null;
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        return [.. findings.All
            .OrderBy(static finding => finding.Instruction?.KeywordSpan.Start ?? int.MaxValue)
            .ThenBy(static finding => finding.Rule.Id, StringComparer.Ordinal)
            .Select(finding => Judge(finding, file, suppressions, policy, seen)).OfType<Diagnostic>()];
    }

    private static Diagnostic? Judge(
        ImageFinding finding, string file, Suppressions? suppressions, SeverityPolicy policy, Dictionary<string, int> seen)
    {
        if (policy.Effective(finding.Rule, finding.Severity, isPractice: true, out var isSoftenable) is not { } severity) return null;

        var span = finding.Instruction?.KeywordSpan;
        var source = finding.Instruction?.Source;
        var comment = span is { } place ? suppressions?.Find(finding.Rule, place.Start)?.Justification : null;
        var configuration = finding.Exception?.Reason ?? policy.IgnoredBy(finding.Rule);
        var fingerprint = Fingerprints.Of($"{finding.Rule.Id}\n{finding.Subject}");
        var occurrence = seen[fingerprint] = seen.GetValueOrDefault(fingerprint) + 1;
        return new Diagnostic(
            finding.Rule, severity, source?.Path ?? file, Position(source, span?.Start), Position(source, span?.End), finding.Message)
        {
            Suppression = comment ?? configuration,
            IsSuppressedOutside = comment is null && configuration is not null,
            IsSilent = policy.IsSilent(finding.Rule),
            IsSoftenable = isSoftenable,
            Fingerprint = fingerprint,
            Occurrence = occurrence,
            Image = finding.Site,
        };
    }

    private static TextPosition? Position(SourceText? source, int? offset) => offset is { } at ? source?.GetPosition(at) : null;
}
