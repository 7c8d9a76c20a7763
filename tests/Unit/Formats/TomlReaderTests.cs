using ContainerGuard.Formats;

namespace ContainerGuard.Tests.Unit.Formats;

/// <summary>TOML as toml.io defines it.</summary>
public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("[project]\nname = 'shop'")]
    [InlineData("[ project ] # of the shop\r\n\"name\" = \"shop\"\r\n")]
    [InlineData("project.name = 'shop'")]
    [InlineData("project = { name = 'shop' }")]
    [InlineData("[project]\nname = \"\"\"\nshop\"\"\"")]
    [InlineData("[project]\nname = \"sh\\u006Fp\"")]
    [InlineData("[\"project\"]\ntext = '''\n[other]\nname = 'no'\n'''\nname = 'shop'")]
    [InlineData("[project.urls]\nhome = 'h'\n[other]\n[project]\nname = 'shop'")]
    [InlineData("\uFEFF[project]\nname = 'shop'")]
    public void A_value_is_found_in_every_notation(string text)
    {
        var file = TomlReader.Read(text);

        file.Problem.ShouldBeNull();
        file.Root["project", "name"].Text.ShouldBe("shop");
        file.Root["project"].IsTable.ShouldBeTrue();
        file.Root["project", "other"].Exists.ShouldBeFalse();
    }

    [Fact]
    public void Lists_tables_in_lists_and_scalars_are_read()
    {
        var root = TomlReader.Read("""
            names = [ # the names
              "a#b", 'c]',
              { name = "d" },
            ]
            numbers = [1, 2.5, true, 1979-05-27]
            [[source]]
            name = "one"
            [source.credentials]
            user = "u"
            [other]
            [[source]]
            name = "two"
            """).Root;

        root["names"].Texts.ShouldBe(["a#b", "c]"]);
        root["names"].Items[2]["name"].Text.ShouldBe("d");
        root["numbers"].Texts.ShouldBe(["1", "2.5", "true", "1979-05-27"]);
        root["source"].Items.Select(static source => source["name"].Text).ShouldBe(["one", "two"]);
        root["source"].Items[0]["credentials", "user"].Text.ShouldBe("u");
        root["source"].Items[1]["credentials"].Exists.ShouldBeFalse();
    }

    [Theory]
    [InlineData("[project]\nname = \n", 2, 8)]
    [InlineData("[project\nname = 'a'\n", 1, 9)]
    [InlineData("name = 'a'\nname = 'b'\n", 2, 1)]
    [InlineData("name = \"a\nb\"\n", 1, 10)]
    [InlineData("a = 1\n[a.b]\nc = 1\n", 2, 2)]
    [InlineData("a = [\n", 2, 1)]
    [InlineData("name\n", 1, 5)]
    public void An_error_has_its_place_and_the_values_before_it_stay(string text, int line, int column)
    {
        var file = TomlReader.Read("first = 'kept'\n" + text);

        (file.Problem!.Line, file.Problem.Column).ShouldBe((line + 1, column), file.Problem.Message);
        file.Problem.Message.ShouldNotContain("\n");
        file.Root["first"].Text.ShouldBe("kept");
    }

    [Fact]
    public void Deep_nesting_is_an_error() => TomlReader.Read("a = " + new string('[', 100_000)).Problem.ShouldNotBeNull();

    [Fact]
    public void Any_damage_to_a_file_is_an_error_or_still_a_file() => Damage.Each(
        "[project]\nname = \"a\" # b\n[[x]]\ny = { z.q = [1, 'b', \"\"\"c\nd\"\"\"] }\n[project.\"s t\"]\nk = 1979-05-27T07:32:00Z\n",
        static text => (TomlReader.Read(text).Problem?.Line ?? 1).ShouldBeGreaterThan(0));
}
