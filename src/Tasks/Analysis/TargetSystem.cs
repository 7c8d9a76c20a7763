using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>The operating system of a stage, and how a platform's text is read.</summary>
internal static class TargetSystem
{
    /// <summary>
    /// Whether a stage is for Windows: by the name or platform of its base, or because the file uses the backtick as its escape character.
    /// </summary>
    public static bool IsWindows(Stage stage)
    {
        var root = stage.Root;
        return root.Base.Text.Contains("windows", StringComparison.OrdinalIgnoreCase)
            || root.Base.Text.Contains("nanoserver", StringComparison.OrdinalIgnoreCase)
            || root.Platform?.Text.StartsWith("windows", StringComparison.OrdinalIgnoreCase) == true
            || root.From.Root.EscapeCharacter == '`';
    }

    /// <summary>Whether a path is absolute. On Windows it may have backslashes, and a drive before it.</summary>
    public static bool IsAbsolutePath(string path, Stage stage)
    {
        if (path.StartsWith('/')) return true;
        if (!IsWindows(stage)) return false;
        var root = HasDrive(path) ? path.AsSpan(2) : path;
        return root is ['/' or '\\', ..];
    }

    /// <summary>Whether a path begins with a drive letter. Such a path is for Windows, even if the stage does not seem to be.</summary>
    public static bool HasDrive(string path) => path is [var letter, ':', ..] && char.IsAsciiLetter(letter);

    /// <summary>A platform's system and architecture, with a missing part completed; null when the text is not a platform.</summary>
    public static ImagePlatform? PlatformOf(string text) =>
        PlatformGrammar.IsValid(text) && ImagePlatform.TryParse(PlatformGrammar.Complete(text), out var platform) ? platform : null;
}
