using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>An AS whose casing differs from that of its FROM.</summary>
internal sealed class AsCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1012", "FROM and AS use different casing", Severity.Message)
    {
        Aliases = ["buildkit:FromAsCasing"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (stage.From.Arguments is not [_, var word, _]) continue;
            var from = stage.From.Keyword;
            var expected = KeywordCasings.Of(from).Apply(word.RawText);
            if (word.RawText != expected)
            {
                context.Report(context.FromFirstLine(stage.From, word.Span), $"'{word.RawText}' does not match the casing of '{from}'. Write '{expected}'.",
                    fix: [new TextEdit(word.Span, expected)]);
            }
        }
    }
}
