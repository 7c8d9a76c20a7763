using System.Collections.Frozen;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>The operating system of a stage, and how a platform's text is read.</summary>
internal static class TargetSystem
{
    /// <summary>The number of instructions that are searched for the use of a system, so that a long file stays fast to check.</summary>
    private const int MostInstructions = 200;

    private static readonly FrozenSet<string> LinuxPrograms = new[]
    {
        "adduser", "apk", "apt", "apt-get", "chmod", "chown", "dnf", "dpkg", "emerge", "groupadd", "microdnf", "pacman", "rpm", "tdnf",
        "useradd", "yum", "zypper",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> WindowsPrograms = new[]
    {
        "choco", "cmd", "cmd.exe", "dism", "dism.exe", "icacls", "msiexec", "msiexec.exe", "powershell", "powershell.exe", "reg", "setx",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a stage is for Windows. The platform and a known base image decide. For other images the programs that the stage runs
    /// decide, and then the backtick as escape character, which files for Windows use.
    /// </summary>
    public static bool IsWindows(Stage stage)
    {
        var root = stage.Root;
        if (root.Platform is { } platform)
        {
            if (platform.Text.StartsWith("windows", StringComparison.OrdinalIgnoreCase)) return true;
            if (platform.Text.StartsWith("linux", StringComparison.OrdinalIgnoreCase)) return false;
        }

        if (root.IsScratch) return false; // The engine for Windows does not build images from scratch.
        var image = root.Base.Text;
        if (BaseSystem.IsWindows(image) is { } known) return known;

        var mayBe = root.From.Root.EscapeCharacter == '`'
            || BaseSystem.TagOf(image).Contains("windows", StringComparison.OrdinalIgnoreCase);
        return mayBe || image.Contains("windows", StringComparison.OrdinalIgnoreCase) ? IsUsedAsWindows(stage) ?? mayBe : false;
    }

    /// <summary>The system by the first instruction that only one of the two can run; null without such an instruction.</summary>
    private static bool? IsUsedAsWindows(Stage stage)
    {
        var left = MostInstructions;
        for (var current = stage; current is not null; current = current.Parent)
        {
            foreach (var instruction in current.Instructions)
            {
                if (left-- == 0) return null;
                if (IsOfWindows(instruction) is { } isWindows) return isWindows;
            }
        }

        return null;
    }

    private static bool? IsOfWindows(InstructionSyntax instruction)
    {
        switch (instruction.Kind)
        {
            case InstructionKind.Shell or InstructionKind.Run:
                var text = instruction.ArgumentsSpan.Length > 4_000
                    ? instruction.Source.Slice(instruction.ArgumentsSpan with { Length = 4_000 })
                    : instruction.Source.Slice(instruction.ArgumentsSpan);
                foreach (var word in FinalImage.WordsOf(text.Replace('\n', ' ')))
                {
                    var name = word.TrimEnd('\\', ',', ']').AsSpan();
                    name = name[(name.LastIndexOfAny('/', '\\') + 1)..].TrimStart("[");
                    if (LinuxPrograms.Contains(name.ToString())
                        || word.TrimStart('[').StartsWith("/bin/", StringComparison.Ordinal))
                    {
                        return false;
                    }

                    if (WindowsPrograms.Contains(name.ToString())) return true;
                }

                return null;
            case InstructionKind.User when instruction.Arguments is [var user]:
                return user.Text.StartsWith("Container", StringComparison.OrdinalIgnoreCase) ? true : null;
            case InstructionKind.Workdir when instruction.Arguments is [var folder]:
                return HasDrive(folder.Text) ? true : null;
            default:
                return null;
        }
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
