namespace ContainerGuard.Rules;

/// <summary>The metadata of a rule, for reports, the index and the pages.</summary>
/// <param name="Id"><c>CG</c> and four digits; the first digit is the family.</param>
/// <param name="Title">The phrase that people search for, at most 60 characters, without a full stop.</param>
/// <param name="Severity">The declared severity, before the level and configuration change it.</param>
internal sealed record RuleDescriptor(string Id, string Title, Severity Severity)
{
    /// <summary>The folder of the rules' pages; ends with a slash.</summary>
    public const string Pages = "https://github.com/containerguard/containerguard/blob/main/docs/rules/";

    private const string BuildKit = "buildkit:";

    /// <summary>
    /// The same practice in other tools, as <c>tool:rule</c>: <c>hadolint:DL3006</c>, <c>buildkit:JSONArgsRecommended</c>.
    /// </summary>
    public IReadOnlyList<string> Aliases
    {
        get;
        init
        {
            field = value;
            BuildKitCheck = value.FirstOrDefault(static alias => alias.StartsWith(BuildKit, StringComparison.Ordinal))?[BuildKit.Length..];
        }
    }

    = [];

    /// <summary>The name of BuildKit's check for the same practice; null if BuildKit has none.</summary>
    public string? BuildKitCheck { get; private init; }

    /// <summary>False for a rule that only level <c>all</c> switches on: a disputed practice, or a rule that needs configuration.</summary>
    public bool IsRecommended { get; init; } = true;

    /// <summary>Whether the rule also checks compose files: it is about images or comments, not about instructions.</summary>
    public bool AppliesToCompose { get; init; }

    /// <summary>The address of the rule's page, which the error list links to.</summary>
    public string HelpLink => $"{Pages}{Id}.md";
}
