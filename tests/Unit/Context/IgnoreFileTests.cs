using ContainerGuard.Context;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerGuard.Tests.Unit.Context;

public sealed class IgnoreFileTests
{
    /// <summary>
    /// A pattern of names in any folder is compared with the last part of a path alone; the whole pattern must say the same.
    /// </summary>
    [Fact]
    public void A_pattern_of_names_means_what_the_whole_pattern_means() =>
        Prop.ForAll(Texts("ab*?."), Texts("ab./\u00e4"), static (name, path) =>
        {
            if (name.Contains("**", StringComparison.Ordinal) || name.AsSpan().IndexOfAny("*?") < 0) return;
            IgnorePattern.Parse("**/" + name, 1)!.Matches(path).ShouldBe(IgnoreGlob.Read("**/" + name).Matches(path), $"{name} and {path}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(8));

    private static Arbitrary<string> Texts(string alphabet) =>
        Gen.Elements(alphabet.ToCharArray()).NonEmptyListOf().Select(string.Concat).ToArbitrary();

    [Theory]
    // Plain names belong to the root only, and take everything below with them.
    [InlineData("bin", "bin", true)]
    [InlineData("bin", "bin/a.dll", true)]
    [InlineData("bin", "src/bin", false)]
    [InlineData("bin", "binary", false)]
    [InlineData("a/b", "a/b/c/d", true)]
    [InlineData("a/b", "a", false)]
    // The ways to write the same path.
    [InlineData("/bin", "bin", true)]
    [InlineData("bin/", "bin/a.dll", true)]
    [InlineData("./bin//x/", "bin/x", true)]
    [InlineData("a/../bin", "bin", true)]
    [InlineData("../bin", "bin", false)]
    [InlineData("  bin\t", "bin", true)]
    [InlineData(".", "bin", false)]
    [InlineData("/", "bin", false)]
    // One star stops at a slash.
    [InlineData("*", "a", true)]
    [InlineData("*", "a/b/c", true)]
    [InlineData("*.cs", "a.cs", true)]
    [InlineData("*.cs", "a/a.cs", false)]
    [InlineData("*/*.cs", "a/a.cs", true)]
    [InlineData("a/*/c", "a/b/c", true)]
    [InlineData("a/*/c", "a/b/b/c", false)]
    [InlineData("a*c*", "abcd", true)]
    [InlineData("a*c*", "ab/cd", false)]
    // Two stars do not.
    [InlineData("**", "a/b", true)]
    [InlineData("**/bin", "bin", true)]
    [InlineData("**/bin", "a/b/bin/c", true)]
    [InlineData("**/bin", "a/cabin", false)]
    [InlineData("**/*.cs", "a.cs", true)]
    [InlineData("**/*.cs", "a/b/a.cs", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**/d", "a/d", true)]
    [InlineData("a/**/d", "a/b/c/d", true)]
    [InlineData("a/**/d", "a/bd", false)]
    [InlineData("**/a/**/b.txt", "x/a/y/z/b.txt", true)]
    [InlineData("**.env", "a/prod.env", true)]
    [InlineData("a**b", "ab", true)]
    [InlineData("a**b", "ax/b", true)]
    [InlineData("a**b", "axb", false)]
    // One character.
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("?", "ä", true)]
    [InlineData("?", "🐳", true)]
    // Classes.
    [InlineData("[ab]c", "ac", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData("[^a-c]x", "ax", false)]
    [InlineData("[\\]]x", "]x", true)]
    // A backslash takes the meaning from what follows; other signs have none.
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("\\!a", "!a", true)]
    [InlineData("\\#a", "#a", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("a+(b)|$", "a+(b)|$", true)]
    // What moby/patternmatcher's own table holds and the lines above do not.
    [InlineData("**/", "file", true)]
    [InlineData("**/**", "dir/file", true)]
    [InlineData("**/dir2/*", "dir/dir2/file", true)]
    [InlineData("**/dir2/**", "dir/dir2/dir3/file", true)]
    [InlineData("**file", "dir/dir/file", true)]
    [InlineData("**/file*", "dir/dir/file.txt", true)]
    [InlineData("**/file*.txt*", "dir/dir/file.txt", true)]
    [InlineData("**/**/*.txt", "file.txt", true)]
    [InlineData("**/**/*.txt2", "dir/dir/file.txt", false)]
    [InlineData("a**/*.txt", "a/file.txt", true)]
    [InlineData("a**/*.txt", "a/dir/dir/file.txt", true)]
    [InlineData("a/*.txt**", "a/file.txt", true)]
    [InlineData("a[b-d]e", "ae", false)]
    [InlineData("a[^b-d]e", "aze", true)]
    [InlineData(".*", ".foo", true)]
    [InlineData(".*", "foo", false)]
    [InlineData("abc?def", "abcdef", false)]
    [InlineData("a\\\\", "a\\", true)]
    [InlineData("**/.foo", "bar.foo", false)]
    [InlineData("a(b)c/def", "a(b)c/def", true)]
    [InlineData("a.|)$(}+{bc", "a.|)$(}+{bc", true)]
    [InlineData("dist/*.whl", "dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxexxx/f", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzx", true)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzy", false)]
    [InlineData("a[^a]b", "a☺b", true)]
    [InlineData("a[^a]b", "a🐳b", true)]
    [InlineData("a???b", "a☺b", false)]
    [InlineData("[a-ζ]*", "α", true)]
    [InlineData("*[a-ζ]", "A", false)]
    [InlineData("[x\\-]", "-", true)]
    [InlineData("[x\\-]", "z", false)]
    [InlineData("*x", "xxx", true)]
    // A star before a double one may end anywhere, and a class takes a slash, too.
    [InlineData("*x**y", "axbxy", true)]
    [InlineData("a[^b]c", "a/c", true)]
    [InlineData("a**/b", "axx/b", true)]
    [InlineData("a[!b]", "a!", true)]
    // The mark counts once the path is clean.
    [InlineData("!!a", "!a", false)]
    // The case counts.
    [InlineData("Dockerfile", "dockerfile", false)]
    public void A_pattern_decides(string pattern, string path, bool isIgnored) =>
        IgnoreFile.Parse(pattern).IsIgnored(path).ShouldBe(isIgnored);

    [Theory]
    [InlineData("*.md\n!README.md", "README.md", false)]
    [InlineData("*.md\n!README.md", "OTHER.md", true)]
    [InlineData("!README.md\n*.md", "README.md", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-public.md", false)]
    [InlineData("*\n!src", "src/a.cs", false)]
    [InlineData("*\n!src\n**/bin", "src/bin/a.dll", true)]
    [InlineData("a\n!a/b", "a/b/c", false)]
    [InlineData("a\n! a/b", "a/b", false)]
    [InlineData("a\n!/a/b/", "a/b", false)]
    [InlineData("!a", "a", false)]
    [InlineData("*\n./!a", "a", false)]
    [InlineData("*\n/!a", "a", false)]
    [InlineData("**\n!util/docker/web", "util/docker/web/foo", false)]
    [InlineData("**\n!util/docker/web\nutil/docker/web/foo", "util/docker/web/foo", true)]
    [InlineData("**\n!dist/*.whl", "dist/a-2.4.0+g08-py3.whl", false)]
    [InlineData("docs/*\n!docs/README.md", "docs/README.md", false)]
    public void The_last_pattern_that_matches_decides(string text, string path, bool isIgnored) =>
        IgnoreFile.Parse(text).IsIgnored(path).ShouldBe(isIgnored);

    [Theory]
    [InlineData("# bin\nobj", "# bin", false)]
    [InlineData(" # bin", "# bin", true)]
    [InlineData("\uFEFFbin", "bin", true)]
    [InlineData("\uFEFF# bin\nobj", "obj", true)]
    [InlineData("bin\r\nobj\r\n", "obj", true)]
    [InlineData("a\rb\nobj", "a", false)]
    [InlineData("a\u2028b\nobj", "b", false)]
    [InlineData("\u00A0bin\u00A0", "bin", true)]
    [InlineData("  !bin\nbin", "bin", true)]
    [InlineData("\n\n  \nobj", "obj", true)]
    public void Comments_byte_order_marks_and_empty_lines_are_no_patterns(string text, string path, bool isIgnored) =>
        IgnoreFile.Parse(text).IsIgnored(path).ShouldBe(isIgnored);

    [Theory]
    [InlineData("!", "it has no pattern after the exclamation mark")]
    [InlineData("!/", "it has no pattern after the exclamation mark")]
    [InlineData("./!", "it has no pattern after the exclamation mark")]
    [InlineData("[]a]", "a character class is empty, or a range has no end")]
    [InlineData("[-x]", "a character class is empty, or a range has no end")]
    [InlineData("[a-b-c]", "a character class is empty, or a range has no end")]
    [InlineData("[ab", "a bracket is not closed")]
    [InlineData("[]", "a character class is empty, or a range has no end")]
    [InlineData("[a-]", "a character class is empty, or a range has no end")]
    [InlineData("[^", "a bracket is not closed")]
    [InlineData("a\\", "it ends with a backslash")]
    [InlineData("[a\\", "a bracket is not closed")]
    public void A_line_that_is_no_pattern_is_named_and_the_others_hold(string line, string reason)
    {
        var file = IgnoreFile.Parse($"bin\n{line}\nobj");

        file.Invalid.ShouldBe([new InvalidIgnorePattern(2, line, reason)]);
        file.IsIgnored("bin").ShouldBeTrue();
        file.IsIgnored("obj").ShouldBeTrue();
    }

    [Theory]
    [InlineData("*\n!src/Api", "src", true)]
    [InlineData("*\n!src/Api", "src/Api/Pages", true)]
    [InlineData("*\n!src/Api", "tests", false)]
    [InlineData("*\n!src/Api", "sr", false)]
    [InlineData("*\n!**/*.cs", "anything", true)]
    [InlineData("*\n!src*/x", "src-old", true)]
    [InlineData("*", "src", false)]
    public void A_folder_may_hold_what_an_exception_takes_back_in(string text, string folder, bool mayHold) =>
        IgnoreFile.Parse(text).MayTakeBackBelow(folder).ShouldBe(mayHold);

    [Fact]
    public void The_decision_on_the_folder_makes_no_difference_to_the_decision_on_the_file()
    {
        var file = IgnoreFile.Parse("*\n!src\n**/bin\n!**/keep.txt\nsrc/keep.txt");
        foreach (var path in (string[])["src/bin/keep.txt", "src/keep.txt", "src/a/keep.txt", "src/bin/a", "docs/keep.txt", "docs/a"])
        {
            IgnoreDecision? decision = null;
            for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            {
                decision = file.Decide(path[..slash], decision);
            }

            file.Decide(path, decision).IsIgnored.ShouldBe(file.IsIgnored(path), path);
        }
    }

    /// <summary>What goes back and forth over the path would not end in the age of the universe.</summary>
    [Fact]
    public void A_pattern_of_many_stars_takes_no_longer_than_its_length()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 60)) + "b";
        var path = new string('a', 250);

        IgnoreFile.Parse(pattern).IsIgnored(path).ShouldBeFalse();
        IgnoreFile.Parse(pattern.Replace("*", "**/", StringComparison.Ordinal))
            .IsIgnored(string.Join('/', path.ToCharArray())).ShouldBeFalse();
        IgnoreFile.Parse(new string('?', 2000) + "*").IsIgnored(new string('a', 2001)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("dist", "web/dist/app.js", true)]
    [InlineData("/dist/", "dist", true)]
    [InlineData("/dist/", "web/dist", false)]
    [InlineData("*.jar\n!keep.jar", "lib/keep.jar", false)]
    [InlineData("# x\n\nweb/*.js", "web/app.js", true)]
    public void A_gitignore_is_read_for_what_it_leaves_out(string text, string path, bool isIgnored) =>
        IgnoreFile.ParseGit(text).IsIgnored(path).ShouldBe(isIgnored);
}
