using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules;

/// <summary>What operating system a stage is for, and what a platform's text means.</summary>
internal static class TargetSystem
{
    /// <summary>A base for Windows gives itself away by its name or platform; a file that escapes with backticks is written for one.</summary>
    public static bool IsWindows(Stage stage)
    {
        var root = stage.Root;
        return root.Base.Text.Contains("windows", StringComparison.OrdinalIgnoreCase)
            || root.Base.Text.Contains("nanoserver", StringComparison.OrdinalIgnoreCase)
            || root.Platform?.Text.StartsWith("windows", StringComparison.OrdinalIgnoreCase) == true
            || root.From.Root.EscapeCharacter == '`';
    }

    /// <summary>On Windows a path from the root on may have backslashes, and the system drive before it.</summary>
    public static bool IsAbsolutePath(string path, Stage stage)
    {
        if (path.StartsWith('/')) return true;
        if (!IsWindows(stage)) return false;
        var root = HasDrive(path) ? path.AsSpan(2) : path;
        return root is ['/' or '\\', ..];
    }

    /// <summary>Whether a path begins with a drive: it is written for Windows, whatever the stage seems to be for.</summary>
    public static bool HasDrive(string path) => path is [var letter, ':', ..] && char.IsAsciiLetter(letter);

    /// <summary>A platform's system and architecture, a lone one of the two completed; null when the text is no platform.</summary>
    public static ImagePlatform? PlatformOf(string text) =>
        PlatformGrammar.IsValid(text) && ImagePlatform.TryParse(PlatformGrammar.Complete(text), out var platform) ? platform : null;
}
