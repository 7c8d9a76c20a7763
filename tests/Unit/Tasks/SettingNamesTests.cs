using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>A property exists in the targets, in the list that spelling is checked against, and in the documentation; or nowhere.</summary>
public sealed class SettingNamesTests
{
    private static readonly string Documentation = File.ReadAllText(RepositoryRoot.Combine("docs", "properties.md"));

    private static readonly string Targets = string.Concat(
        Directory.EnumerateFiles(RepositoryRoot.Combine("src", "Sdk"), "*.*", SearchOption.AllDirectories).Select(File.ReadAllText));

    public static TheoryData<string> Names => [.. SettingNames.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_is_documented(string name) => Documentation.ShouldContain($"`{name}`");

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_is_read_by_the_targets(string name) =>
        (Targets.Contains($"$({name})", StringComparison.Ordinal)
            || Targets.Contains($"@({name}", StringComparison.Ordinal)).ShouldBeTrue(name);

    [Fact]
    public void Every_name_that_the_targets_read_is_known() =>
        ReadNames(Targets).Where(name => !SettingNames.IsKnown(name)).ShouldBeEmpty();

    [Fact]
    public void Every_documented_name_exists() =>
        Documentation.Split('`').Where(
            (part, index) => index % 2 == 1 && part.StartsWith("ContainerGuard", StringComparison.Ordinal) && part.All(char.IsLetter))
            .Where(name => name != "ContainerGuard" && !SettingNames.IsKnown(name)).ShouldBeEmpty();

    [Fact]
    public void Every_target_is_documented()
    {
        var targets = File.ReadAllText(RepositoryRoot.Combine("docs", "targets.md"));
        foreach (var name in ReadBetween(Targets, "<Target Name=\"ContainerGuard", '"'))
        {
            targets.ShouldContain($"`ContainerGuard{name}`");
        }
    }

    [Theory]
    [InlineData("ContainerGuardPining", "ContainerGuardPinning")]
    [InlineData("containerguardlevle", "ContainerGuardLevel")]
    [InlineData("ContainerGuardMirrors", "ContainerGuardMirror")]
    public void A_misspelt_name_is_explained_by_the_nearest_real_one(string written, string meant)
    {
        SettingNames.IsKnown(written).ShouldBeFalse();
        SettingNames.Problem(written, SettingKind.Property, "").ShouldNotBeNull().ShouldContain($"Did you mean '{meant}'?");
    }

    [Fact]
    public void A_name_that_is_like_no_other_is_explained_without_a_guess() =>
        SettingNames.Problem("ContainerGuardUnicornsAndRainbows", SettingKind.Property, "")
            .ShouldNotBeNull().ShouldNotContain("Did you mean");

    [Theory]
    [InlineData("ContainerGuardMirror", "a=b/c", """<ContainerGuardMirror Include="a" Registry="b/c" />""")]
    [InlineData("ContainerGuardMirror", "a", """<ContainerGuardMirror Include="a" Registry="registry.corp/mcr" />""")]
    [InlineData("ContainerGuardMirror", "a=b;c=d", """<ContainerGuardMirror Include="mcr.microsoft.com" Registry="registry.corp/mcr" />""")]
    [InlineData("ContainerGuardTrustedRegistry", "a;b", """<ContainerGuardTrustedRegistry Include="a;b" />""")]
    [InlineData("ContainerGuardBuildArgument", "A=1 < 2", """<ContainerGuardBuildArgument Include="A" Value="1 &lt; 2" />""")]
    [InlineData("ContainerGuardImage", "", """<ContainerGuardImage Include="mcr.microsoft.com/dotnet/aspnet:10.0" Policy="minor" />""")]
    public void An_item_that_is_written_as_a_property_is_shown_with_its_own_names(string name, string value, string item) =>
        SettingNames.Problem(name, SettingKind.Property, value)
            .ShouldBe($"'{name}' is an item, not a property. Write {item} in an ItemGroup.");

    [Fact]
    public void Names_are_found_with_their_places_and_not_in_comments_or_text()
    {
        using var folder = new TemporaryDirectory();
        var path = folder.Write("a.csproj", """
            <Project>
              <!-- <ContainerGuardNot>1</ContainerGuardNot> -->
              <PropertyGroup>
                <ContainerGuardLevel>strict</ContainerGuardLevel>
                <Other>&lt;ContainerGuardNeither&gt;</Other>
              </PropertyGroup>
              <ItemGroup>
                <ContainerGuardSecret Include="id">
                  <Source>file</Source>
                </ContainerGuardSecret>
                <Compile Include="b"><ContainerGuardOther>1</ContainerGuardOther></Compile>
              </ItemGroup>
            </Project>
            """);

        var uses = SettingUse.In(path);

        uses.Select(use => (use.Name, use.Kind, use.Value, use.Place.Line, use.Place.Column)).ShouldBe(
        [
            ("ContainerGuardLevel", SettingKind.Property, "strict", 4, 6),
            ("ContainerGuardSecret", SettingKind.Item, "id", 8, 6),
            ("ContainerGuardOther", null, "", 11, 27),
        ]);
        uses[1].Metadata.ShouldBe([("Include", new SettingPlace(path, 8, 27)), ("Source", new SettingPlace(path, 9, 8))]);
    }

    [Theory]
    [InlineData("not xml <ContainerGuardLevel")]
    [InlineData("")]
    public void A_file_that_is_no_xml_has_no_names(string text)
    {
        using var folder = new TemporaryDirectory();

        SettingUse.In(folder.Write("a.csproj", text)).ShouldBeEmpty();
        SettingUse.In(folder.Combine("missing.csproj")).ShouldBeEmpty();
    }

    private static IEnumerable<string> ReadNames(string targets) =>
        ReadBetween(targets, "$(ContainerGuard", ')').Concat(ReadBetween(targets, "@(ContainerGuard", ')'))
            .Select(rest => "ContainerGuard" + new string([.. rest.TakeWhile(char.IsLetter)]))
            .Distinct();

    private static IEnumerable<string> ReadBetween(string text, string start, char end) =>
        text.Split(start).Skip(1).Select(part => part[..part.IndexOf(end, StringComparison.Ordinal)]);
}
