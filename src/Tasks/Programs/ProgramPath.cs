namespace ContainerGuard.Programs;

/// <summary>Where another program is.</summary>
internal static class ProgramPath
{
    /// <summary>How a program's file may end on Windows.</summary>
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat"] : [""];

    /// <summary>The absolute path of a program on the PATH; null where it is not there.</summary>
    /// <param name="name">Without a folder.</param>
    /// <param name="environment">The variables of the build.</param>
    public static string? Find(string name, Func<string, string?> environment)
    {
        foreach (var entry in (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            // A relative one depends on where the build happens to be started.
            if (Path.IsPathFullyQualified(entry) && Existing(Path.Combine(entry, name)) is { } found) return found;
        }

        return null;
    }

    /// <summary>The file of a program by its path, with the ending that Windows leaves out; null where there is none.</summary>
    public static string? Existing(string path) => Array.Find(Endings, ending => File.Exists(path + ending)) is { } found ? path + found : null;
}
