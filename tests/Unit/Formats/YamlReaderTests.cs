using ContainerGuard.Formats;

namespace ContainerGuard.Tests.Unit.Formats;

/// <summary>YAML as yaml.org defines it, of which settings use the first document.</summary>
public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("packages:\n  - a/*\n  - '!b'\n")]
    [InlineData("packages:\n- a/*   # the first\n- \"!b\"\n")]
    [InlineData("packages: [ 'a/*', \"!b\" ]")]
    [InlineData("{ packages: [\n  a/*,\n  '!b',\n] }")]
    [InlineData("--- # settings\n\"packages\" :\n  - >-\n    a/*\n  - '!b'\n...\n---\npackages: [c]\n")]
    [InlineData("%YAML 1.2\n---\nall: &all [a/*, '!b']\npackages: *all\n")]
    [InlineData("\uFEFFpackages:\r\n  - a/*\r\n  - '!b'\r\n")]
    public void A_list_is_found_in_every_notation(string text)
    {
        var file = YamlReader.Read(text);

        file.Problem.ShouldBeNull();
        file.Root["packages"].Texts.ShouldBe(["a/*", "!b"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("text")]
    [InlineData("a:")]
    [InlineData("a: ~")]
    [InlineData("a: null")]
    public void A_missing_value_has_no_text_and_no_members(string text)
    {
        var file = YamlReader.Read(text);

        file.Problem.ShouldBeNull();
        file.Root["a"].Text.ShouldBeNull();
        file.Root["a", "b"].Exists.ShouldBeFalse();
        file.Root["a"].Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("b: [1\nc: 2\n", 1)]
    [InlineData("b: @c@\n", 1)]
    [InlineData("b: c: d\n", 1)]
    [InlineData("b:\n  - c\n d\n", 3)]
    [InlineData("b: \"\\q\"\n", 1)]
    [InlineData("b: *c\n", 1)]
    [InlineData("b: &c [*c]\n", 1)]
    [InlineData("? [b]\n: c\n", 1)]
    public void An_error_has_its_line_and_the_values_before_it_stay(string text, int line)
    {
        var file = YamlReader.Read("first: kept\n" + text);

        file.Problem.ShouldNotBeNull().Line.ShouldBe(line + 1, file.Problem.Message);
        file.Problem.Column.ShouldBeGreaterThan(0);
        file.Root["first"].Text.ShouldBe("kept");
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_an_alias_of_aliases_is_no_burden()
    {
        YamlReader.Read(new string('[', 100_000)).Problem.ShouldNotBeNull();
        var text = "a0: &a0 [x]\n" + string.Concat(
            Enumerable.Range(1, 40).Select(static i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));

        YamlReader.Read(text).Root.AllTexts().ShouldBe([("a0", "x")]);
    }

    [Fact]
    public void Any_damage_to_a_file_is_an_error_or_still_a_file() => Damage.Each(
        "# a\nb: &x\n  - c: 'd' # e\n    f: [g, \"h\\n\", {i: j}]\nk: |\n  l\n  m\nn: *x\n? o\n: !!str p\n---\nq: r\n",
        static text => (YamlReader.Read(text).Problem?.Line ?? 1).ShouldBeGreaterThan(0));
}
