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

    /// <summary>A platform's system and architecture, a lone one of the two completed; null when the text is no platform.</summary>
    public static ImagePlatform? PlatformOf(string text) =>
        PlatformGrammar.IsValid(text) && ImagePlatform.TryParse(PlatformGrammar.Complete(text), out var platform) ? platform : null;
}
