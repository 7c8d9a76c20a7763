namespace ContainerGuard.Processes;

/// <summary>Finds other programs.</summary>
internal static class ProgramPath
{
    /// <summary>The endings of executable files on Windows.</summary>
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat"] : [""];

    /// <summary>The absolute path of a program on the PATH; null if it does not exist.</summary>
    /// <param name="name">Without a folder.</param>
    /// <param name="environment">The variables of the build.</param>
    public static string? Find(string name, Func<string, string?> environment)
    {
        foreach (var entry in (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            // A relative entry depends on the current directory of the build.
            if (Path.IsPathFullyQualified(entry) && Existing(Path.Combine(entry, name)) is { } found) return found;
        }

        return null;
    }

    /// <summary>The file of a program by its path, with or without its ending on Windows; null if it does not exist.</summary>
    public static string? Existing(string path) =>
        Array.Find(Endings, ending => File.Exists(path + ending)) is { } found ? path + found : null;
}
