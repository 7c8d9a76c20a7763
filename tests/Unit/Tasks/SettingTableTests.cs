using System.Text.RegularExpressions;
using System.Xml.Linq;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The one table of settings agrees with the targets and with the documentation.</summary>
public sealed partial class SettingTableTests
{
    private static readonly string[] Documentation = File.ReadAllLines(RepositoryRoot.Combine("docs", "properties.md"));
    private static readonly string Sdk = RepositoryRoot.Combine("src", "Sdk");
    private static readonly string Defaults = File.ReadAllText(Path.Combine(Sdk, "build", "ContainerGuard.Defaults.targets"));
    private static readonly XDocument Prepare = XDocument.Load(Path.Combine(Sdk, "build", "ContainerGuard.Prepare.targets"));

    public static TheoryData<string> Settings => [.. SettingNames.All];

    [Fact]
    public void A_name_is_in_it_once() => SettingTable.All.Select(setting => setting.Name).ShouldBeUnique();

    [Fact]
    public void A_value_that_can_be_wrong_is_passed_once_to_the_task_that_checks_it()
    {
        var passed = Prepare.Descendants("_ContainerGuardSettings").ShouldHaveSingleItem().Elements().ToArray();

        passed.Select(static element => element.Name.LocalName)
            .ShouldBe(SettingTable.Checked.Select(static setting => setting.Name), ignoreOrder: true);
        passed.ShouldAllBe(static element => element.Value == $"$({element.Name.LocalName})");
    }

    [Fact]
    public void An_item_is_passed_once_to_the_task_that_checks_its_metadata()
    {
        var passed = Prepare.Descendants("_ContainerGuardItem")
            .Select(static item => (item.Attribute("Include")!.Value, item.Attribute(SettingItems.TypeName)!.Value));

        passed.ShouldBe(
            SettingTable.All.Where(static setting => setting.Kind == SettingKind.Item)
                .Select(static item => ($"@({item.Name})", item.Name)),
            ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Its_default_is_that_of_the_targets_and_of_the_documentation(string name)
    {
        var setting = SettingTable.Find(name).ShouldNotBeNull();
        if (setting.Default.Length == 0) return;

        var text = name == "ContainerGuardEnabled" ? File.ReadAllText(Path.Combine(Sdk, "build", "ContainerGuard.props")) : Defaults;

        text.ShouldContain($"<{name} Condition=\"'$({name})' == ''\">{setting.Default}</{name}>");
        RowOf(name).Split(" | ")[1].ShouldContain($"`{setting.Default.TrimStart('$', '(').TrimEnd(')')}`");
    }

    /// <summary>ContainerGuardEnabled can be read in a project. ContainerGuardRule has a former name.</summary>
    [Fact]
    public void All_defaults_are_in_one_file() =>
        Directory.EnumerateFiles(Sdk, "*.*", SearchOption.AllDirectories)
            .Where(static file => !file.EndsWith("Defaults.targets", StringComparison.Ordinal))
            .SelectMany(static file => Default().Matches(File.ReadAllText(file))).Select(static match => match.Groups[1].Value)
            .ShouldBe(["ContainerGuardEnabled", "ContainerGuardRule"], ignoreOrder: true);

    /// <summary>A row of a table names the setting in its first cell, and says there or in the heading whether it is an item.</summary>
    [Theory]
    [MemberData(nameof(Settings))]
    public void Its_row_in_the_documentation_has_its_kind_its_values_and_its_metadata(string name)
    {
        var setting = SettingTable.Find(name).ShouldNotBeNull();
        if (name.EndsWith("DependsOn", StringComparison.Ordinal)) return;

        var row = RowOf(name);

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
        var metadata =
            element.Attributes().Select(attribute => attribute.Name.LocalName).Where(attribute => attribute != "Include").ToArray();
        metadata.ShouldBeSubsetOf(setting.Metadata);
        setting.Required.ShouldAllBe(required => required.Split('|').Intersect(metadata).Any());
        XElement.Parse(SettingNames.ExampleFor(setting, "a<\"b\">")).Attribute("Include")!.Value.ShouldBe("a<\"b\">");
    }

    private static string RowOf(string name) =>
        Documentation.Where(line => line.StartsWith('|') && line.Split(" | ")[0].Contains($"`{name}`", StringComparison.Ordinal))
            .ShouldHaveSingleItem();

    [GeneratedRegex("""<(ContainerGuard\w+) Condition="'\$\(\1\)' == ''""")]
    private static partial Regex Default();
}
