using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>The AS of a FROM in another casing than its FROM.</summary>
internal sealed class AsCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1012", "FROM and AS are cased differently", Severity.Message)
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
                context.Report(context.FromFirstLine(stage.From, word.Span), $"'{from}' and '{word.RawText}' are cased differently. Write {expected}: the two words are one keyword.",
                    fix: [new TextEdit(word.Span, expected)]);
            }
        }
    }
}
