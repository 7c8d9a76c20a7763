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
        (Targets.Contains($"$({name})", StringComparison.Ordinal) || Targets.Contains($"@({name}", StringComparison.Ordinal)).ShouldBeTrue(name);

    [Fact]
    public void Every_name_that_the_targets_read_is_known() =>
        ReadNames(Targets).Where(name => !SettingNames.IsKnown(name)).ShouldBeEmpty();

    [Fact]
    public void Every_documented_name_exists() =>
        Documentation.Split('`').Where((part, index) => index % 2 == 1 && part.StartsWith("ContainerGuard", StringComparison.Ordinal) && part.All(char.IsLetter))
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
        SettingNames.Explain(written).ShouldContain($"Did you mean '{meant}'?");
    }

    [Fact]
    public void A_name_that_is_like_no_other_is_explained_without_a_guess() =>
        SettingNames.Explain("ContainerGuardUnicornsAndRainbows").ShouldNotContain("Did you mean");

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
            </Project>
            """);

        SettingNames.UsedIn(path).ShouldBe([("ContainerGuardLevel", 4, 6)]);
    }

    [Theory]
    [InlineData("not xml <ContainerGuardLevel")]
    [InlineData("")]
    public void A_file_that_is_no_xml_has_no_names(string text)
    {
        using var folder = new TemporaryDirectory();

        SettingNames.UsedIn(folder.Write("a.csproj", text)).ShouldBeEmpty();
        SettingNames.UsedIn(folder.Combine("missing.csproj")).ShouldBeEmpty();
    }

    private static IEnumerable<string> ReadNames(string targets) =>
        ReadBetween(targets, "$(ContainerGuard", ')').Concat(ReadBetween(targets, "@(ContainerGuard", ')'))
            .Select(rest => "ContainerGuard" + new string([.. rest.TakeWhile(char.IsLetter)]))
            .Distinct();

    private static IEnumerable<string> ReadBetween(string text, string start, char end) =>
        text.Split(start).Skip(1).Select(part => part[..part.IndexOf(end, StringComparison.Ordinal)]);
}
