using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Language;

/// <summary>An AS whose casing differs from that of its FROM.</summary>
internal sealed class AsCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1012", "FROM and AS use different casing", Severity.Message)
    {
        Aliases = ["buildkit:FromAsCasing"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (stage.From.Arguments is not [_, var word, _]) continue;
            var from = stage.From.Keyword;
            var expected = KeywordCasings.Of(from).Apply(word.RawText);
            if (word.RawText != expected)
            {
                findings.Report(
                    file.FromFirstLine(stage.From, word.Span),
                    $"'{word.RawText}' does not match the casing of '{from}'. Write '{expected}'.",
                    fix: Edits.Replace(word.Span, expected));
            }
        }
    }
}
