using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Rules;

namespace ContainerGuard.Tests.Unit;

/// <summary>What users and contributors read keeps to <c>docs/style.md</c>.</summary>
public partial class StyleTests
{
    private const int LongestTitle = 60;
    private const int MedianMessage = 120;

    /// <summary>Names, paths and quoted text of the example are a part of a message.</summary>
    private const int LongestMessage = 280;

    private static readonly Regex[] Refused =
        [.. Regex.Matches(File.ReadAllText(RepositoryRoot.Combine("docs", "style.md")), @"^\| `(?<pattern>\\b.*)` \| ", RegexOptions.Multiline)
            .Select(row => new Regex(row.Groups["pattern"].Value.Replace(@"\|", "|", StringComparison.Ordinal), RegexOptions.IgnoreCase))];

    public static TheoryData<string> Texts { get; } =
    [
        .. new[] { "README.md" }
            .Concat(FilesIn("docs", "*.md"))
            .Concat(FilesIn("src", "*.cs"))
            .Concat(FilesIn(Path.Combine("src", "Sdk"), "*.targets"))
            .Concat(FilesIn(Path.Combine("src", "Sdk"), "*.props"))
            .Where(path => path != Path.Combine("docs", "style.md") && !BuildOutput().IsMatch(path))
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Pages { get; } = [.. RulePage.Ids];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_has_no_words_that_the_style_guide_refuses(string path) => RefusedIn(path, File.ReadAllLines(RepositoryRoot.Combine(path))).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_title_is_short_enough_to_be_searched_for(string page)
    {
        var title = RulePage.Read(page).Title;

        title.Length.ShouldBeLessThanOrEqualTo(LongestTitle);
        title[^1].ShouldNotBe('.');
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_message_is_fact_and_remedy(string page)
    {
        foreach (var message in Messages(page)) message.Length.ShouldBeLessThanOrEqualTo(LongestMessage, message);
    }

    [Fact]
    public void Half_of_the_messages_are_at_most_as_long_as_a_line_and_a_half()
    {
        var lengths = RulePage.Ids.SelectMany(Messages).Select(static message => message.Length).Order().ToArray();

        lengths[lengths.Length / 2].ShouldBeLessThanOrEqualTo(MedianMessage);
    }

    [Theory]
    [InlineData("This is no image reference.", true)]
    [InlineData("It is no longer maintained.", false)]
    [InlineData("The file is written anew.", true)]
    public void The_words_are_read_from_the_style_guide(string text, bool isRefused) => (RefusedIn("page.md", [text]).Count > 0).ShouldBe(isRefused);

    /// <summary>In prose only: a block of code on a page is a quotation, but for what a rule says of it.</summary>
    private static List<string> RefusedIn(string path, string[] lines)
    {
        List<string> refused = [];
        var (isPage, isBlock, isCode) = (path.EndsWith(".md", StringComparison.Ordinal), false, false);
        for (var i = 0; i < lines.Length; i++)
        {
            if (isPage && lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                isBlock = !isBlock;
                isCode = isBlock && lines[i] != "```text findings";
            }

            if (isCode) continue;
            var prose = isPage ? InlineCode().Replace(lines[i], "`code`") : lines[i];
            refused.AddRange(Refused.Select(pattern => pattern.Match(prose)).Where(static match => match.Success).Select(match => $"{path}({i + 1}): \"{match.Value}\" in: {lines[i].Trim()}"));
        }

        return refused;
    }

    private static IEnumerable<string> Messages(string page) => RulePage.Read(page).Examples.SelectMany(static example => example.Findings()).Where(finding => finding.Rule.Id == page).Select(static finding => finding.Message);

    private static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.EnumerateFiles(RepositoryRoot.Combine(folder), pattern, SearchOption.AllDirectories).Select(path => Path.GetRelativePath(RepositoryRoot.Combine("."), path));

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex BuildOutput();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();
}
