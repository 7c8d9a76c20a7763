using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>
/// What editors read from the package: the schema of properties, items and targets for completion in project files, and the page of
/// properties in Visual Studio. Both say what the table of settings and the documentation say. CONTAINERGUARD_UPDATE_DOCS=1 writes them.
/// </summary>
public sealed partial class IdeFilesTests
{
    private const string Pages = "https://github.com/containerguard/containerguard/blob/main/docs/";

    private static readonly string Build = RepositoryRoot.Combine("src", "Sdk", "build");
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly (string Heading, string Row)[] Rows =
        [.. RowsOf("properties.md"), .. RowsOf("targets.md").Select(static row => ("Targets", row.Row))];

    [Fact]
    public void The_schema_for_completion_has_every_setting_with_its_meaning()
    {
        var schema = new JsonObject
        {
            ["properties"] = Members(SettingKind.Property),
            ["items"] = Members(SettingKind.Item),
            ["targets"] = Members(SettingKind.Target),
        };

        IsCommitted("ContainerGuard.targets.buildschema.json", schema.ToJsonString(Indented) + "\n");

        static JsonObject Members(SettingKind kind) => new(SettingTable.All.Where(setting => setting.Kind == kind).Select(
            static setting => KeyValuePair.Create(setting.Name, (JsonNode?)Member(setting))));
    }

    [Fact]
    public void The_page_in_Visual_Studio_has_every_property_under_its_heading()
    {
        XNamespace schema = "http://schemas.microsoft.com/build/2009/properties";
        var properties = SettingTable.All.Where(static setting => setting.Kind == SettingKind.Property && !IsHook(setting)).ToList();
        var headings = properties.Select(static setting => RowOf(setting.Name).Heading).Distinct().ToList();
        var page = new XElement(
            schema + "Rule",
            new XAttribute("Name", "ContainerGuard"),
            new XAttribute("DisplayName", "ContainerGuard"),
            new XAttribute("PageTemplate", "generic"),
            new XAttribute("Description", "Checks the Dockerfile, pins the base images, and inspects and scans the image that ships."),
            new XAttribute("Order", "700"),
            new XElement(
                schema + "Rule.Categories",
                headings.Select(heading => new XElement(
                    schema + "Category", new XAttribute("Name", Identifier(heading)), new XAttribute("DisplayName", heading)))),
            new XElement(
                schema + "Rule.DataSource",
                new XElement(
                    schema + "DataSource",
                    new XAttribute("Persistence", "ProjectFile"),
                    new XAttribute("SourceOfDefaultValue", "AfterContext"),
                    new XAttribute("HasConfigurationCondition", "False"))),
            properties.Select(setting => new XElement(
                schema + (setting.Type switch
                {
                    SettingType.Boolean => "BoolProperty",
                    SettingType.Choice => "EnumProperty",
                    SettingType.Number => "IntProperty",
                    _ => "StringProperty",
                }),
                new XAttribute("Name", setting.Name),
                new XAttribute("DisplayName", Words(setting.Name)),
                new XAttribute("Description", Meaning(setting.Name)),
                new XAttribute("Category", Identifier(RowOf(setting.Name).Heading)),
                new XAttribute("HelpUrl", $"{Pages}properties.md"),
                setting.Type != SettingType.Choice ? null : setting.Values.Select(value => new XElement(
                    schema + "EnumValue", new XAttribute("Name", value), new XAttribute("DisplayName", value))))));

        IsCommitted("ContainerGuard.PropertyPage.xaml", page.ToString().ReplaceLineEndings("\n") + "\n");
    }

    private static void IsCommitted(string name, string text)
    {
        var path = Path.Combine(Build, name);
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1") File.WriteAllText(path, text);
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(
            text, "run the tests once with CONTAINERGUARD_UPDATE_DOCS=1, and commit the file");
    }

    private static JsonObject Member(SettingDefinition setting)
    {
        var member = new JsonObject { ["description"] = Meaning(setting.Name) };
        if (setting.Kind == SettingKind.Property)
        {
            AddType(member, setting);
            if (setting.Default is { Length: > 0 } value && value[0] != '$') member["defaultValue"] = value;
        }
        else if (setting.Metadata.Count > 0)
        {
            member["metadata"] =
                new JsonObject(setting.Metadata.Select(name => KeyValuePair.Create(name, (JsonNode?)Metadata(setting, name))));
        }

        member["helpUrl"] = $"{Pages}{(setting.Kind == SettingKind.Target ? "targets.md" : "properties.md")}";
        return member;
    }

    private static JsonObject Metadata(SettingDefinition item, string name)
    {
        var metadata = new JsonObject { ["description"] = $"For example: {item.Example}" };
        if (item.Forms.FirstOrDefault(form => form.Name == name) is { } form) AddType(metadata, form);
        if (item.Required.Contains(name)) metadata["isRequired"] = true;
        return metadata;
    }

    private static void AddType(JsonObject member, SettingDefinition setting)
    {
        member["type"] = setting.Type switch
        {
            SettingType.Boolean => "bool",
            SettingType.Number => "int",
            SettingType.Choice or SettingType.Choices => new JsonArray([.. setting.Values.Select(static value => JsonValue.Create(value))]),
            _ => "string",
        };
        if (setting.Type == SettingType.Choices) member["isList"] = true;
    }

    private static bool IsHook(SettingDefinition setting) => setting.Name.EndsWith("DependsOn", StringComparison.Ordinal);

    /// <summary>The last cell of the setting's row, without markup.</summary>
    private static string Meaning(string name)
    {
        if (name.EndsWith("DependsOn", StringComparison.Ordinal))
        {
            return $"The targets that run before {name[..^"DependsOn".Length]}. Extend the list, and keep its value.";
        }

        if (name == "ContainerGuardBuild") return "The former name of ContainerGuardBuildImage.";
        var cells = RowOf(name).Row.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
        var cell = RowOf(name).Heading == "Targets" ? cells[1] : cells[^1];
        var text = cell;
        text = Link().Replace(text, "$1").Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);
        return $"{(cell[0] == '`' ? text[0] : char.ToUpperInvariant(text[0]))}{text[1..]}{(text.EndsWith('.') ? "" : ".")}";
    }

    private static (string Heading, string Row) RowOf(string name) =>
        Rows.Where(row => row.Row.Split(" | ")[0].Contains($"`{name}`", StringComparison.Ordinal)).ShouldHaveSingleItem();

    private static IEnumerable<(string Heading, string Row)> RowsOf(string page)
    {
        var heading = "";
        foreach (var line in File.ReadAllLines(RepositoryRoot.Combine("docs", page)))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) heading = line[3..];
            else if (line.StartsWith("| `", StringComparison.Ordinal)) yield return (heading, line);
        }
    }

    /// <summary><c>ContainerGuardCheckOnBuild</c> as <c>Check on build</c>.</summary>
    private static string Words(string name)
    {
        var words = Boundary().Replace(name["ContainerGuard".Length..], " ").ToLowerInvariant();
        var text = Abbreviation().Replace(words, static match => match.Value.ToUpperInvariant());
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}".Replace("Shell check", "ShellCheck", StringComparison.Ordinal);
    }

    private static string Identifier(string heading) => string.Concat(heading.Where(char.IsAsciiLetterOrDigit));

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(sarif|json|sbom)\b")]
    private static partial Regex Abbreviation();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();
}
