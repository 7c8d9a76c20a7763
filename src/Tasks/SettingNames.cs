using System.Security;
using ContainerGuard.Text;

namespace ContainerGuard;

/// <summary>
/// Checks the names that a project uses: spelling, and whether a property is written as a property and an item as an item.
/// </summary>
internal static class SettingNames
{
    public const string Prefix = "ContainerGuard";

    private const string Page = "https://github.com/containerguard/containerguard/blob/main/docs/properties.md";

    private static readonly string[] Settings =
        [.. SettingTable.All.Where(static setting => setting.Kind != SettingKind.Target).Select(static setting => setting.Name)];

    /// <summary>The names of properties and items.</summary>
    public static IReadOnlyList<string> All => Settings;

    public static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static bool IsKnown(string name) => SettingTable.Find(name) is not null;

    /// <summary>Why a name has no effect, and what to write instead; null if it has one.</summary>
    /// <param name="name">A name with our prefix.</param>
    /// <param name="kind">What it is written as; null if that is neither a property nor an item.</param>
    /// <param name="value">The property's text, or the item's <c>Include</c>.</param>
    public static string? Problem(string name, SettingKind? kind, string value)
    {
        if (SettingTable.Find(name) is not { } setting) return Unknown(name);
        if (kind is null || kind == setting.Kind) return null;
        return setting.Kind switch
        {
            SettingKind.Target => $"'{setting.Name}' is a target, not a property. Run it with 'dotnet build -t:{setting.Name}'.",
            SettingKind.Item => $"'{setting.Name}' is an item, not a property. Write {ItemOf(setting, value)} in an ItemGroup.",
            _ => $"'{setting.Name}' is a property, not an item. Write <{setting.Name}>{Escape(value)}</{setting.Name}> in a PropertyGroup.",
        };
    }

    /// <summary>The item's example with another <c>Include</c>.</summary>
    public static string ExampleFor(SettingDefinition item, string include)
    {
        const string attribute = "Include=\"";
        var start = item.Example.IndexOf(attribute, StringComparison.Ordinal) + attribute.Length;
        return string.Concat(item.Example.AsSpan(0, start), Escape(include), item.Example.AsSpan(item.Example.IndexOf('"', start)));
    }

    private static string Unknown(string name)
    {
        var remedy =
            SpellingSuggestion.Find(name, Settings, ignoreCase: true) is { } nearest ? $"Did you mean '{nearest}'?" : $"All names: {Page}.";
        return $"'{name}' is not a ContainerGuard property or item, so it has no effect. {remedy}";
    }

    /// <summary>
    /// The item that was written as a property, where <c>name=value</c> stands for a name with its first metadata. A secret is not
    /// repeated.
    /// </summary>
    private static string ItemOf(SettingDefinition item, string value)
    {
        if (value.Length == 0 || item.HoldsSecret) return item.Example;
        var metadata = item.Required.Concat(item.Metadata).FirstOrDefault();
        return value.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } rest] && metadata is not null
            ? value.Contains(';', StringComparison.Ordinal)
                ? item.Example
                : $"<{item.Name} Include=\"{Escape(name)}\" {metadata}=\"{Escape(rest)}\" />"
            : item.Required.Count == 0 ? $"<{item.Name} Include=\"{Escape(value)}\" />"
            : ExampleFor(item, value);
    }

    private static string Escape(string text) => SecurityElement.Escape(text);
}
