namespace ContainerGuard.Generation;

/// <summary>
/// Searches for a few characters. A vectorised search would take longer to compile than it saves in a process that runs once.
/// </summary>
internal static class TextScan
{
    public static bool HasAny(string text, string characters)
    {
        foreach (var character in text)
        {
            if (characters.Contains(character, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
