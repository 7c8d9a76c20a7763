using ContainerGuard.Rules;
using ContainerGuard.Tool.Lsp.Documents;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp.Answers;

/// <summary>Links from the codes in suppression comments, also those of other tools, to the pages of our rules.</summary>
internal static class DocumentLinks
{
    public static IReadOnlyList<DocumentLink> In(DocumentState state)
    {
        var file = state.Checked.Value;
        List<DocumentLink> links = [];
        foreach (var suppression in Suppressions.Read(file.Model.Syntax, file.Facts.Today).All)
        {
            if (suppression.Span.IsEmpty || RuleOf(suppression.Name) is not { } rule) continue;
            links.Add(new DocumentLink(state.Text.RangeOf(suppression.Span), rule.HelpLink, $"{rule.Id}: {rule.Title}"));
        }

        return links;
    }

    private static RuleDescriptor? RuleOf(string name) =>
        RuleCatalogue.Descriptors.Where(rule => rule.Id == name || rule.Aliases.Contains(name)).MinBy(static rule => rule.Id);
}
