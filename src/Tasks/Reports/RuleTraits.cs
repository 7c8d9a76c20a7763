using System.Collections.Frozen;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>
/// What code scanning services sort and filter rules by: tags, how severe a weakness is, and how often a finding is right.
/// </summary>
internal static class RuleTraits
{
    /// <summary>The tag that makes a finding a security alert.</summary>
    private const string Security = "security";

    /// <summary>By the first digit of the code.</summary>
    private static readonly string[] Families =
        ["configuration", "dockerfile", "base-image", "user", "build-context", "packages", "process", "layers", "image", "style"];

    /// <summary>
    /// The weaknesses, on the scale of CVSS that GitHub uses: 9.0 and more is critical, from 7.0 high, from 4.0 medium, below that low. A
    /// rule that is not here is about quality, size or speed.
    /// </summary>
    public static readonly FrozenDictionary<string, string> Severities = new (string Severity, string[] Rules)[]
    {
        ("9.1", ["CG4002", "CG8007", "CG8008"]),
        ("8.1", ["CG2008", "CG3001", "CG3002", "CG3008", "CG3013", "CG4001", "CG4004", "CG4005", "CG4006", "CG4007", "CG4015", "CG4030",
            "CG8001", "CG8009", "CG8010", "CG8031", "CG8038"]),
        ("7.4", ["CG5005", "CG5006", "CG5007", "CG5017", "CG5018", "CG5021", "CG5022", "CG5023", "CG5024", "CG5029", "CG5032", "CG5043",
            "CG5044", "CG5045", "CG5072", "CG5073", "CG5074", "CG8011", "CG8019", "CG8032"]),
        ("5.9", ["CG0012", "CG0042", "CG0044", "CG2003", "CG2005", "CG2006", "CG2009", "CG3005", "CG3009", "CG4003", "CG4032", "CG4033",
            "CG5020", "CG8005", "CG8015", "CG8017", "CG8020", "CG8021", "CG8022"]),
        ("4.2", ["CG0040", "CG2001", "CG2002", "CG5027", "CG5028", "CG8002", "CG8014", "CG8018", "CG8028", "CG8030"]),
        ("2.6", ["CG2007", "CG3006", "CG3010", "CG3012", "CG7002", "CG7011", "CG7012"]),
    }
    .SelectMany(static group => group.Rules.Select(rule => KeyValuePair.Create(rule, group.Severity))).ToFrozenDictionary(
        StringComparer.Ordinal);

    /// <summary>The family of the rule, and <c>security</c>.</summary>
    public static IEnumerable<string> Tags(RuleDescriptor rule)
    {
        if (SecuritySeverity(rule) is not null) yield return Security;
        yield return IsAboutSecrets(rule) ? "secrets" : Families[rule.Id[2] - '0'];
    }

    /// <summary>A number between 0.1 and 10, as a text; null for a rule that is not about security.</summary>
    public static string? SecuritySeverity(RuleDescriptor rule) => Severities.GetValueOrDefault(rule.Id);

    /// <summary>
    /// <c>very-high</c> for facts of the language and of the guard itself, <c>medium</c> for opinions and for secrets, which are known by
    /// their names and their form, else <c>high</c>.
    /// </summary>
    public static string Precision(RuleDescriptor rule) => rule switch
    {
        { Id: ['C', 'G', '0' or '1', ..] } => "very-high",
        { Severity: Severity.Message } => "medium",
        _ => IsAboutSecrets(rule) ? "medium" : "high",
    };

    /// <summary>CG4010 and later are about the build context.</summary>
    private static bool IsAboutSecrets(RuleDescriptor rule) =>
        rule.Id is ['C', 'G', '4', '0', '0', not '3'] or "CG8007" or "CG8008" or "CG8038";
}
