namespace ContainerGuard;

/// <summary>Reads what <see cref="SettingValues"/> has judged already.</summary>
internal static class Setting
{
    /// <summary>The enumeration's value of that name in any casing; its first where the text is none, which CG0003 has been said of.</summary>
    public static T Read<T>(string? text) where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : default;
}
