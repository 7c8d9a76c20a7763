namespace ContainerGuard.Files;

/// <summary>The folder of caches, and folders in it, which only the user can read.</summary>
internal static class CacheFolder
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The mode of the files in it.</summary>
    public const UnixFileMode OfFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folder of the user's caches; null if the machine has none.</summary>
    public static string? Default(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows()) return Below(environment("LOCALAPPDATA"), "ContainerGuard", "cache");
        if (OperatingSystem.IsMacOS()) return Below(environment("HOME"), "Library", "Caches", "containerguard");
        return Below(environment("XDG_CACHE_HOME"), "containerguard") ?? Below(environment("HOME"), ".cache", "containerguard");

        static string? Below(string? folder, params string[] parts) =>
            folder is not null && Path.IsPathFullyQualified(folder) ? Path.Combine([folder, .. parts]) : null;
    }

    /// <summary>Makes a folder, or makes it private.</summary>
    /// <returns>The folder; null if it cannot be made, or made private.</returns>
    public static string? Make(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return folder;
            }

            Directory.CreateDirectory(folder, Mode);
            // An existing folder of another user stays out of use: its mode cannot be set.
            if (File.GetUnixFileMode(folder) != Mode) File.SetUnixFileMode(folder, Mode);
            return folder;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
