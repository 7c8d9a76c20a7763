using ContainerGuard.Analysis;
using ContainerGuard.Images;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>Text in, findings out.</summary>
internal static class Check
{
    public static readonly FileFacts Facts = new() { Today = new DateOnly(2026, 11, 22) };

    /// <summary>Every finding at level <c>all</c>, suppressed ones included.</summary>
    public static IReadOnlyList<Diagnostic> Findings(string text, FileFacts? facts = null, SeverityPolicy? policy = null) =>
        RuleRunner.Run(
            SourceText.From(text, "Dockerfile"), facts ?? Facts, policy ?? new SeverityPolicy(Level.All));

    /// <summary>The findings of one rule.</summary>
    public static IReadOnlyList<Diagnostic> Findings(string text, string rule, FileFacts? facts = null) =>
        [.. Findings(text, facts).Where(finding => finding.Rule.Id == rule)];

    /// <summary>The only finding of a rule.</summary>
    public static Diagnostic Finding(string text, string rule, FileFacts? facts = null) =>
        Findings(text, rule, facts).ShouldHaveSingleItem();

    /// <summary>Facts of a lock file that has seen every image.</summary>
    public static FileFacts Locked(string digest, string user = "") => Facts with
    {
        Locked = _ => new ResolvedImage(
            ImageDigest.Parse(digest), "application/vnd.oci.image.index.v1+json", new Dictionary<string, ImageDigest>(),
            new ImageFacts { User = user }),
    };
}
