using System.Globalization;
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

    /// <summary>A longer word is a URL, a digest or a text without blanks, which a line break would spoil.</summary>
    private const int LongestWord = 100;

    private static readonly int LongestLine = int.Parse(
        Regex.Match(
            File.ReadAllText(RepositoryRoot.Combine(".editorconfig")), "^max_line_length = (.*)$", RegexOptions.Multiline).Groups[1].Value,
        CultureInfo.InvariantCulture);

    private static readonly Regex[] Refused =
        [.. Regex.Matches(
            File.ReadAllText(RepositoryRoot.Combine("docs", "style.md")), @"^\| `(?<pattern>\\b.*)` \| ", RegexOptions.Multiline)
            .Select(row => new Regex(row.Groups["pattern"].Value.Replace(@"\|", "|", StringComparison.Ordinal), RegexOptions.IgnoreCase))];

    public static TheoryData<string> Texts { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md" }
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
    public void A_text_has_no_words_that_the_style_guide_refuses(string path) =>
        RefusedIn(path, File.ReadAllLines(RepositoryRoot.Combine(path))).ShouldBeEmpty();

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
    public void The_words_are_read_from_the_style_guide(string text, bool isRefused) =>
        (RefusedIn("page.md", [text]).Count > 0).ShouldBe(isRefused);

    [Fact]
    public void No_line_is_longer_than_the_editorconfig_says() => InSources(LongLines).ShouldBeEmpty();

    [Fact]
    public void A_body_on_a_line_of_its_own_has_braces() => InSources(BodiesWithoutBraces).ShouldBeEmpty();

    [Fact]
    public void A_cancellation_token_is_called_cancellationToken_or_in_an_inner_function_token() =>
        InSources(static lines => Matching(lines, OtherTokenName())).ShouldBeEmpty();

    [Theory]
    [InlineData(140, "x ", 0)]
    [InlineData(141, "x ", 1)]
    [InlineData(141, "x", 0)] // one word, such as a URL or a digest, cannot be broken
    public void A_line_is_measured_in_characters(int length, string text, int count) =>
        LongLines([string.Concat(Enumerable.Repeat(text, length))[..length]]).Count().ShouldBe(count);

    [Fact]
    public void The_lines_of_a_raw_string_are_as_long_as_their_text()
    {
        var text = string.Concat(Enumerable.Repeat("x ", LongestLine));

        LongLines(["var a = \"\"\"", text, "    \"\"\";"]).ShouldBeEmpty();
        LongLines(["var a = \"\"\"", "    \"\"\";", text]).ShouldBe([3]);
    }

    [Fact]
    public void A_body_is_seen_below_its_header()
    {
        BodiesWithoutBraces(["if (a)", "    return;"]).ShouldBe([1]);
        BodiesWithoutBraces(["else", "    a();"]).ShouldBe([1]);
        BodiesWithoutBraces(["if (a)", "{", "    return;", "}"]).ShouldBeEmpty();
        BodiesWithoutBraces(["if (a)", "    || b)", "{"]).ShouldBeEmpty();
    }

    /// <summary>What a check finds in the C# files, as path and line.</summary>
    private static List<string> InSources(Func<string[], IEnumerable<int>> check) =>
    [
        .. FilesIn("src", "*.cs").Concat(FilesIn("tests", "*.cs")).Where(static path => !BuildOutput().IsMatch(path))
            .Order(StringComparer.Ordinal)
            .SelectMany(path => check(File.ReadAllLines(RepositoryRoot.Combine(path))).Select(line => $"{path}({line})")),
    ];

    private static IEnumerable<int> LongLines(string[] lines)
    {
        var isRaw = RawLines(lines);
        return Enumerable.Range(0, lines.Length)
            .Where(i => lines[i].Length > LongestLine && !isRaw[i] && lines[i].Split(' ').Max(static word => word.Length) <= LongestWord)
            .Select(static i => i + 1);
    }

    private static IEnumerable<int> BodiesWithoutBraces(string[] lines)
    {
        var isRaw = RawLines(lines);
        return Enumerable.Range(0, lines.Length - 1)
            .Where(i => !isRaw[i] && BlockHeader().IsMatch(lines[i]) && !BodyOrRest().IsMatch(lines[i + 1]))
            .Select(static i => i + 1);
    }

    private static IEnumerable<int> Matching(string[] lines, Regex pattern) =>
        Enumerable.Range(0, lines.Length).Where(i => pattern.IsMatch(lines[i])).Select(static i => i + 1);

    /// <summary>Which lines belong to a raw string, those with its quotes included.</summary>
    private static bool[] RawLines(string[] lines)
    {
        var isInside = false;
        var isRaw = lines.Select(line =>
        {
            var quotes = RawQuotes().Count(line);
            var wasInside = isInside;
            isInside ^= quotes % 2 == 1;
            return wasInside || quotes > 0;
        }).ToArray();
        isInside.ShouldBeFalse();
        return isRaw;
    }

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
            refused.AddRange(Refused.Select(pattern => pattern.Match(prose))
                .Where(static match => match.Success).Select(match => $"{path}({i + 1}): \"{match.Value}\" in: {lines[i].Trim()}"));
        }

        return refused;
    }

    private static IEnumerable<string> Messages(string page) =>
        RulePage.Read(page).Examples.SelectMany(static example => example.Findings())
            .Where(finding => finding.Rule.Id == page).Select(static finding => finding.Message);

    private static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.EnumerateFiles(RepositoryRoot.Combine(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RepositoryRoot.Combine("."), path));

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex BuildOutput();

    [GeneratedRegex("(?<!@)\"{3,}")]
    private static partial Regex RawQuotes();

    [GeneratedRegex(@"^\s*(?:(?:else )?if|for|foreach|while|using|lock|fixed|await foreach|await using) \(.*\)$|^\s*else$")]
    private static partial Regex BlockHeader();

    /// <summary>A brace, another statement with its own header, or the rest of the header.</summary>
    [GeneratedRegex(@"^\s*(?:\{|using \(|&&|\|\||[.?:+]|is |or |and |==|!=)")]
    private static partial Regex BodyOrRest();

    [GeneratedRegex(@"\bCancellationToken\?? (?!(?:cancellationToken|token)\b)[a-z]\w*(?= ?[,)=;])")]
    private static partial Regex OtherTokenName();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();
}
