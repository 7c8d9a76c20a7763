using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard;

/// <summary>Checks the values of properties.</summary>
internal static class SettingValues
{
    private const StringSplitOptions Parts = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <summary>The error in a value and what to write instead, or null if the value is valid. An empty value is valid.</summary>
    /// <param name="name">The property.</param>
    /// <param name="value">Its value.</param>
    public static string? Problem(string name, string value) =>
        SettingTable.Find(name) is { Kind: SettingKind.Property } setting ? Problem(setting, value, name) : null;

    /// <param name="setting">The property, or metadata of an item.</param>
    /// <param name="value">Its value.</param>
    /// <param name="shown">The name that the message uses.</param>
    public static string? Problem(SettingDefinition setting, string value, string shown)
    {
        if (value.Length == 0) return null;
        var remedy = setting.Type switch
        {
            SettingType.Boolean when !Setting.IsTrue(value) && !Setting.IsFalse(value) => OneOf(value, ["true", "false"], Setting.Booleans),
            SettingType.Choice when !IsChoice(setting, value) => OneOf(value, setting.Values, setting.Values),
            SettingType.Choices when value.Split([';', ','], Parts).FirstOrDefault(word => !IsChoice(setting, word)) is { } word =>
                OneOf(word, setting.Values, setting.Values),
            SettingType.Number when !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
                "Write a whole number from 0.",
            SettingType.UrlPath when !value.StartsWith('/') => "Write a path that begins with a slash, for example /healthz.",
            _ => null,
        };
        return remedy is null ? null : $"{shown} has the invalid value '{value}'. {remedy}";
    }

    /// <summary>A choice that has <c>false</c> takes every word for false.</summary>
    private static bool IsChoice(SettingDefinition setting, string value) =>
        setting.Values.Contains(value, StringComparer.OrdinalIgnoreCase) || (setting.Values.Contains("false") && Setting.IsFalse(value))
        || (setting.Values.Contains("true") && Setting.IsTrue(value));

    private static string OneOf(string value, IReadOnlyList<string> shown, IReadOnlyList<string> all)
    {
        // To a search for the nearest spelling, 1 is as near to "no" as 0 is to "on".
        var meant = all.Contains("true") && value is "1" ? "true" : all.Contains("false") && value is "0" ? "false"
            : SpellingSuggestion.Find(value, [.. all], ignoreCase: true);
        var hint = meant is null ? "" : $"Did you mean '{meant}'? ";
        return $"{hint}Write one of: {string.Join(", ", shown)}.";
    }
}
