namespace ContainerGuard.Rules.Style;

/// <summary>A comment silences rules in the file itself, where a project may want that to be decided in one place.</summary>
internal sealed class SuppressionComment : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9011", "A comment in the file silences a rule", Severity.Message)
    {
        Aliases = ["hadolint:DL1001"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        foreach (var comment in context.Syntax.Comments)
        {
            if (Tool(context.Source.AsSpan(comment.Span)) is { } tool)
            {
                context.Report(comment.Span, $"The comment silences {tool} here, out of sight of whoever looks after the rules. Correct what it hides, or silence the rule for the whole project in its settings.");
            }
        }
    }

    private static string? Tool(ReadOnlySpan<char> comment)
    {
        var text = comment.TrimStart('#').TrimStart();
        return text.StartsWith("hadolint", StringComparison.OrdinalIgnoreCase) && Silences(text["hadolint".Length..]) ? "hadolint"
            : text.StartsWith("containerguard", StringComparison.OrdinalIgnoreCase) && Silences(text["containerguard".Length..]) ? "ContainerGuard"
            : null;
    }

    /// <summary><c>ignore=</c>, <c>ignore-file=</c>, <c>global ignore=</c>.</summary>
    private static bool Silences(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsWhiteSpace(text[0])) return false;
        text = text.TrimStart();
        if (text.StartsWith("global", StringComparison.OrdinalIgnoreCase)) text = text["global".Length..].TrimStart();
        if (!text.StartsWith("ignore", StringComparison.OrdinalIgnoreCase)) return false;
        text = text["ignore".Length..];
        if (text.StartsWith("-file", StringComparison.OrdinalIgnoreCase)) text = text["-file".Length..];
        return text.TrimStart().StartsWith("=");
    }
}
