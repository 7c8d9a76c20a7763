using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>A comment suppresses rules in the Dockerfile. Some projects want to manage all suppressions in one place.</summary>
internal sealed class SuppressionComment : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9011", "A comment suppresses a rule", Severity.Message)
    {
        Aliases = ["hadolint:DL1001"],
        AppliesToCompose = true,
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var comment in file.Syntax.Comments)
        {
            if (Tool(file.Source.AsSpan(comment.Span)) is { } tool)
            {
                findings.Report(
                    comment.Span,
                    $"This comment suppresses a rule of {tool}. Fix the finding, or suppress the rule in the settings of the project.");
            }
        }
    }

    private static string? Tool(ReadOnlySpan<char> comment)
    {
        var text = comment.TrimStart('#').TrimStart();
        return text.StartsWith("hadolint", StringComparison.OrdinalIgnoreCase) && Silences(text["hadolint".Length..]) ? "hadolint"
            : text.StartsWith("containerguard", StringComparison.OrdinalIgnoreCase)
                && Silences(text["containerguard".Length..]) ? "ContainerGuard"
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
