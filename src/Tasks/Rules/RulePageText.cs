using System.Text;
using System.Text.RegularExpressions;

namespace ContainerGuard.Rules;

/// <summary>
/// A rule's page for a reader outside the repository: a terminal, or the help text of a code-scanning service. The pages are also the tests
/// of the rules, so their blocks carry words that only the tests read.
/// </summary>
internal static partial class RulePageText
{
    private const string Fence = "```";

    private static readonly Uri Base = new(RuleDescriptor.Pages);

    /// <summary>
    /// Removes the options of the tests from the fences, and the blocks <c>text findings</c>. Writes above a block <c>fixed</c> that it is
    /// the result of the fix. Makes relative links absolute.
    /// </summary>
    /// <param name="markdown">The text of a file in <c>docs/rules</c>.</param>
    /// <returns>Markdown with line feeds, as GitHub renders it.</returns>
    public static string ForPeople(string markdown)
    {
        List<string> page = [];
        string? block = null;
        var isHidden = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (block is not null)
            {
                if (!isHidden) page.Add(line);
                if (line.TrimEnd() == block) (block, isHidden) = (null, false);
            }
            else if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                block = Fence;
                var info = line[Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                isHidden = info is ["text", "findings"];
                if (isHidden && page is [.., ""]) page.RemoveAt(page.Count - 1);
                if (isHidden) continue;
                if (info is [_, "fixed"]) page.AddRange(["After the fix:", ""]);
                page.Add(info is [var language, ..] ? Fence + language : Fence);
            }
            else
            {
                page.Add(CodeOrLink().Replace(line, static match =>
                    match.Groups["target"] is { Success: true } target ? $"]({new Uri(Base, target.Value)})" : match.Value));
            }
        }

        return string.Join('\n', page) + "\n";
    }

    /// <summary>What the rule reports, as plain text on one line: the first paragraph of a page, with the list that it begins.</summary>
    /// <param name="markdown">The text of a file in <c>docs/rules</c>.</param>
    public static string Summary(string markdown)
    {
        var text = markdown.ReplaceLineEndings("\n").Split('\n').Skip(1)
            .SkipWhile(static line => line.Length == 0 || IsOfList(line)).ToList();
        var end = text.FindIndex(static line => line.Length == 0);
        if (end < 0) end = text.Count;
        if (end > 0 && text[end - 1][^1] != '.' && end + 1 < text.Count && IsOfList(text[end + 1]))
        {
            end = text.FindIndex(end + 1, static line => line.Length == 0);
        }

        return Link().Replace(InOneLine(text.Take(end < 0 ? text.Count : end)), "${text}").Replace("`", "", StringComparison.Ordinal);
    }

    /// <summary>Why the rule exists, as plain text on one line: the section <c>Why</c> of a page; its summary without one.</summary>
    /// <param name="markdown">The text of a file in <c>docs/rules</c>.</param>
    public static string Why(string markdown)
    {
        var isCode = false;
        var section = markdown.ReplaceLineEndings("\n").Split('\n').SkipWhile(static line => line != "## Why").Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(IsText).ToArray();
        return section.Length == 0
            ? Summary(markdown)
            : Link().Replace(InOneLine(section), "${text}").Replace("`", "", StringComparison.Ordinal);

        // Code and tables are not readable on one line.
        bool IsText(string line)
        {
            var isFence = line.StartsWith(Fence, StringComparison.Ordinal);
            isCode ^= isFence;
            return !isCode && !isFence && !line.StartsWith('|');
        }
    }

    /// <summary>
    /// A paragraph and the list below it; a semicolon separates entries without punctuation, and a full stop ends the last one.
    /// </summary>
    private static string InOneLine(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        var isList = false;
        foreach (var line in lines.Where(static line => line.Length > 0))
        {
            if (IsOfList(line) && isList && text[^1] is not (';' or ',' or '.')) text.Append(';');
            isList |= IsOfList(line);
            text.Append(' ').Append(IsOfList(line) ? line[2..] : line.Trim());
        }

        return text.Append(text[^1] is '.' or ':' ? "" : ".").ToString().TrimStart();
    }

    private static bool IsOfList(string line) => line.StartsWith("- ", StringComparison.Ordinal);

    /// <summary>Inline code, which stays as it is, or the target of a relative link to another file.</summary>
    [GeneratedRegex(@"`[^`]*`|\]\((?<target>(?![a-z][a-z0-9+.-]*:|#)[^()\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeOrLink();

    [GeneratedRegex(@"\[(?<text>[^\[\]]*)\]\([^()\s]*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
