namespace ContainerGuard;

/// <summary>Reads values that <see cref="SettingValues"/> has checked.</summary>
internal static class Setting
{
    /// <summary>The words for true and for false, as MSBuild's conditions read them. They have the same meaning in any case.</summary>
    public static IReadOnlyList<string> Booleans { get; } = ["true", "false", "yes", "no", "on", "off"];

    /// <summary>
    /// The value of an enumeration by its name, ignoring case; the first value if the name does not exist, which CG0003 has reported.
    /// </summary>
    public static T Read<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : default;

    /// <summary>Whether a text is a word for true.</summary>
    public static bool IsTrue(string? text) => text?.Trim().ToUpperInvariant() is "TRUE" or "YES" or "ON";

    /// <summary>Whether a text is a word for false.</summary>
    public static bool IsFalse(string? text) => text?.Trim().ToUpperInvariant() is "FALSE" or "NO" or "OFF";
}
