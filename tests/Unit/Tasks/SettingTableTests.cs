using System.Xml.Linq;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The one table of settings agrees with the targets and with the documentation.</summary>
public sealed class SettingTableTests
{
    private static readonly string[] Documentation = File.ReadAllLines(RepositoryRoot.Combine("docs", "properties.md"));
    private static readonly string Defaults = File.ReadAllText(RepositoryRoot.Combine("src", "Sdk", "build", "ContainerGuard.Defaults.targets"));

    public static TheoryData<string> Settings => [.. SettingNames.All];

    [Fact]
    public void A_name_is_in_it_once() => SettingTable.All.Select(setting => setting.Name).ShouldBeUnique();

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_value_that_can_be_wrong_is_passed_to_the_task_that_checks_it(string name)
    {
        var setting = SettingTable.Find(name).ShouldNotBeNull();

        if (setting.Type != SettingType.Text) Defaults.ShouldContain($"<_ContainerGuardSetting Include=\"{name}\" Value=\"$({name})\" />");
        if (setting.Kind == SettingKind.Item && setting.Name != "ContainerGuardDockerfile")
        {
            Defaults.ShouldContain($"<_ContainerGuardItem Include=\"@({name})\" {SettingItems.TypeName}=\"{name}\" />");
        }
    }

    /// <summary>A row of a table names the setting in its first cell, and says there or in the heading whether it is an item.</summary>
    [Theory]
    [MemberData(nameof(Settings))]
    public void Its_row_in_the_documentation_has_its_kind_its_values_and_its_metadata(string name)
    {
        var setting = SettingTable.Find(name).ShouldNotBeNull();
        if (name.EndsWith("DependsOn", StringComparison.Ordinal)) return;

        var row = Documentation.Where(line => line.StartsWith('|') && line.Split(" | ")[0].Contains($"`{name}`", StringComparison.Ordinal)).ShouldHaveSingleItem();

        row.Split(" | ")[0].Contains("(item", StringComparison.Ordinal).ShouldBe(setting.Kind == SettingKind.Item);
        foreach (var value in setting.Values) row.ShouldContain($"`{value}`");
        foreach (var metadata in setting.Metadata.Where(metadata => metadata != "Password")) row.ShouldContain(metadata);
        if (setting.Type == SettingType.Boolean) row.ShouldContain("`true`");
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void The_example_of_an_item_is_an_item_that_the_check_accepts(string name)
    {
        var setting = SettingTable.Find(name).ShouldNotBeNull();
        if (setting.Kind != SettingKind.Item) return;

        var element = XElement.Parse(setting.Example);

        element.Name.LocalName.ShouldBe(name);
        var metadata = element.Attributes().Select(attribute => attribute.Name.LocalName).Where(attribute => attribute != "Include").ToArray();
        metadata.ShouldBeSubsetOf(setting.Metadata);
        setting.Required.ShouldAllBe(required => required.Split('|').Intersect(metadata).Any());
        XElement.Parse(SettingNames.ExampleFor(setting, "a<\"b\">")).Attribute("Include")!.Value.ShouldBe("a<\"b\">");
    }
}
