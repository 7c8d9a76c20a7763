using System.Text;
using System.Text.Json;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit;

/// <summary>
/// What people write into their projects and read from their builds, in one file: a change of it is a decision, which a review sees.
/// CONTAINERGUARD_UPDATE_DOCS=1 writes the file.
/// </summary>
public sealed class SurfaceTests
{
    private static readonly string Path = RepositoryRoot.Combine("docs", "surface.txt");

    [Fact]
    public void The_surface_is_what_docs_surface_txt_says()
    {
        var surface = Surface();
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Path, surface);
            return;
        }

        File.ReadAllText(Path).ReplaceLineEndings("\n").ShouldBe(surface);
    }

    private static string Surface()
    {
        var text = new StringBuilder("# The public surface. SurfaceTests hold it; docs/compatibility.md says what may change.\n");
        text.Append("\n# Codes\n");
        foreach (var rule in RuleCatalogue.Descriptors.OrderBy(static rule => rule.Id, StringComparer.Ordinal))
        {
            text.AppendJoin(' ', rule.Id, rule.Severity.ToString().ToLowerInvariant(), rule.IsRecommended ? "" : "all");
            text.Length -= text[^1] == ' ' ? 1 : 0;
            text.Append('\n');
        }

        foreach (var kind in Enum.GetValues<SettingKind>())
        {
            text.Append(kind == SettingKind.Property ? "\n# Properties\n" : kind == SettingKind.Item ? "\n# Items\n" : "\n# Targets\n");
            var settings = SettingTable.All.Where(one => one.Kind == kind);
            foreach (var setting in settings.OrderBy(static one => one.Name, StringComparer.Ordinal))
            {
                text.Append(setting.Name).Append(Details(setting)).Append('\n');
            }
        }

        foreach (var schema in Directory.EnumerateFiles(RepositoryRoot.Combine("docs"), "*.schema.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(schema));
            text.Append("\n# ").Append(System.IO.Path.GetFileName(schema)).Append('\n');
            foreach (var path in Members(json.RootElement, "").Distinct().Order(StringComparer.Ordinal)) text.Append(path).Append('\n');
        }

        return text.ToString();
    }

    private static string Details(SettingDefinition setting) =>
        (setting.Values.Count > 0 ? $" {string.Join('|', setting.Values)}"
            : setting is { Kind: SettingKind.Property, Type: not SettingType.Text } ? $" {setting.Type.ToString().ToLowerInvariant()}"
            : "")
        + (setting.Default.Length > 0 ? $" = {setting.Default}" : "")
        + (setting.Metadata.Count > 0 ? $" [{string.Join(", ", setting.Metadata)}]" : "")
        + (setting.Required.Count > 0 ? $" required: {string.Join(", ", setting.Required)}" : "");

    /// <summary>The names below <c>properties</c>, with those of objects, lists and tables in them.</summary>
    private static IEnumerable<string> Members(JsonElement schema, string above)
    {
        if (schema.ValueKind != JsonValueKind.Object) yield break;
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                yield return above + property.Name;
                foreach (var below in Members(property.Value, $"{above}{property.Name}.")) yield return below;
            }
        }

        foreach (var (name, place) in ((string, string)[])[("additionalProperties", "*."), ("items", "[].")])
        {
            if (!schema.TryGetProperty(name, out var inner)) continue;
            foreach (var below in Members(inner, above + place)) yield return below;
        }

        foreach (var name in (string[])["$defs", "definitions"])
        {
            if (!schema.TryGetProperty(name, out var shared) || shared.ValueKind != JsonValueKind.Object) continue;
            foreach (var one in shared.EnumerateObject())
            {
                foreach (var below in Members(one.Value, $"{one.Name}:")) yield return below;
            }
        }
    }
}
