using System.Text.RegularExpressions;
using ContainerGuard.Formats;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit;

/// <summary>The pages hold together: each link leads somewhere, each page can be reached, and what services read is valid YAML.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] RootPages = ["README.md", "CONTRIBUTING.md", "SECURITY.md"];
    private const string Repository = "https://github.com/containerguard/containerguard/blob/main/";
    private static readonly string[] InnerPages = ["build/engine/README.md", "src/Tool/VSCode/README.md"];

    public static TheoryData<string> Pages { get; } =
        [.. RootPages.Concat(Files("docs", "*.md")).Order(StringComparer.Ordinal)];

    /// <summary>Those of the documentation, and those beside code.</summary>
    public static TheoryData<string> LinkingPages { get; } = [.. Pages.Select(static page => page.Data).Concat(InnerPages)];

    public static TheoryData<string> YamlFiles { get; } = [.. Files(".github", "*.yml")];

    [Theory]
    [MemberData(nameof(LinkingPages))]
    public void Each_link_of_a_page_leads_to_a_file_and_a_heading(string page) =>
        Links(page).Where(link => WhyDead(link.File, link.Anchor) is not null)
            .Select(link => $"{link.Text}: {WhyDead(link.File, link.Anchor)}").ShouldBeEmpty();

    /// <summary>From README.md and from the index of the documentation.</summary>
    [Fact]
    public void Each_page_is_linked_from_another_one()
    {
        var linked = Pages.SelectMany(static page => Links(page.Data)).Select(static link => link.File).ToHashSet(StringComparer.Ordinal);

        Pages.Select(static page => RepositoryRoot.Combine(page.Data.Split('/')))
            .Where(page => !linked.Contains(page) && Path.GetFileName(page) != "README.md").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_page_has_a_heading_twice(string page) =>
        Headings().Matches(CodeBlocks().Replace(File.ReadAllText(RepositoryRoot.Combine(page.Split('/'))), ""))
            .GroupBy(static heading => heading.Value, StringComparer.Ordinal).Where(static same => same.Count() > 1)
            .Select(static same => same.Key).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(YamlFiles))]
    public void A_file_for_a_service_is_valid_YAML(string path)
    {
        var file = YamlReader.Read(File.ReadAllText(RepositoryRoot.Combine(path.Split('/'))));

        file.Problem.ShouldBeNull();
        file.Root.Names.ShouldNotBeEmpty();
    }

    private static string[] Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(RepositoryRoot.Combine(folder), pattern, SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/')),
    ];

    private static IEnumerable<(string Text, string File, string Anchor)> Links(string page)
    {
        var path = RepositoryRoot.Combine(page.Split('/'));
        foreach (Match link in LinkTargets().Matches(CodeBlocks().Replace(File.ReadAllText(path), "")))
        {
            var target = link.Groups["target"].Value;
            if (target.StartsWith(Repository, StringComparison.Ordinal))
            {
                var linked = RepositoryRoot.Combine(target[Repository.Length..].Split('/'));
                target = Path.GetRelativePath(Path.GetDirectoryName(path)!, linked).Replace('\\', '/');
            }

            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
            var parts = target.Split('#', 2);
            var file = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
            yield return (target, file, parts.Length == 2 ? parts[1] : "");
        }
    }

    private static string? WhyDead(string file, string anchor) =>
        !File.Exists(file) && !Directory.Exists(file) ? "no such file"
        : anchor.Length > 0 && !Anchors(file).Contains(anchor) ? "no such heading"
        : null;

    /// <summary>As GitHub makes them: lower case, blanks as hyphens, without punctuation; a repeated one has a number.</summary>
    private static HashSet<string> Anchors(string file)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Headings().Matches(CodeBlocks().Replace(File.ReadAllText(file), "")))
        {
            var slug = NotInAnchors().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            var anchor = slug;
            for (var number = 1; !anchors.Add(anchor); number++) anchor = $"{slug}-{number}";
        }

        return anchors;
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkTargets();

    [GeneratedRegex(@"^```.*?^```$|`[^`\n]*`(?!\])", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlocks();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
