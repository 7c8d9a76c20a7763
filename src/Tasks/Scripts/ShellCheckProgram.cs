using ContainerGuard.Processes;

namespace ContainerGuard.Scripts;

/// <summary>Finds ShellCheck: the program in <c>ContainerGuardShellCheck</c>, or the one on the PATH.</summary>
internal static class ShellCheckProgram
{
    private const string Name = "shellcheck";

    /// <summary>Whether the property switches it off.</summary>
    public static bool IsOff(string? setting) => setting?.Trim().ToUpperInvariant() is "FALSE" or "NO" or "OFF";

    /// <summary>Whether the property leaves it to the machine.</summary>
    public static bool IsLeftOpen(string? setting) =>
        string.IsNullOrWhiteSpace(setting) || setting.Trim().ToUpperInvariant() is "TRUE" or "YES" or "ON";

    /// <summary>The absolute path of the program; null if it does not exist.</summary>
    /// <param name="setting">The value of the property: empty, a name, or a path.</param>
    /// <param name="folder">The folder for relative paths.</param>
    /// <param name="environment">The environment variables of the build.</param>
    public static string? Find(string? setting, string folder, Func<string, string?> environment)
    {
        var program = IsLeftOpen(setting) ? Name : setting!.Trim();
        return program.AsSpan().IndexOfAny('/', '\\') >= 0
            ? ProgramPath.Existing(Path.GetFullPath(program, folder))
            : ProgramPath.Find(program, environment);
    }
}
