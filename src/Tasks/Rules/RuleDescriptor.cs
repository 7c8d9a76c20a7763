namespace ContainerGuard.Rules;

/// <summary>What a rule says of itself: everything a report, an index or a page needs without running it.</summary>
/// <param name="Id"><c>CG</c> and four digits; the first digit is the family.</param>
/// <param name="Title">The practice in one short sentence, without a final stop.</param>
/// <param name="Severity">The declared severity, before level and lists change it.</param>
internal sealed record RuleDescriptor(string Id, string Title, Severity Severity)
{
    private const string BuildKit = "buildkit:";
    private const string Pages = "https://github.com/containerguard/containerguard/blob/main/docs/rules/";

    /// <summary>The same practice in other tools, as <c>tool:rule</c>: <c>hadolint:DL3006</c>, <c>buildkit:JSONArgsRecommended</c>.</summary>
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

    /// <summary>The name of BuildKit's check for the same practice, or null.</summary>
    public string? BuildKitCheck { get; private init; }

    /// <summary>False for a rule that only the level <c>all</c> switches on: opinions, and what needs configuration to be useful.</summary>
    public bool IsRecommended { get; init; } = true;

    /// <summary>The rule's page, opened from the error list.</summary>
    public string HelpLink => $"{Pages}{Id}.md";
}
