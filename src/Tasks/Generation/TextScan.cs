namespace ContainerGuard.Generation;

/// <summary>Looks for a few characters, in a process that runs once: a vectorised search would cost more to compile than it saves.</summary>
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
