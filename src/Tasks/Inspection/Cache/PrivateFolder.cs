namespace ContainerGuard.Inspection.Cache;

/// <summary>A folder that only the user can read.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The mode of the files in it.</summary>
    public const UnixFileMode OfFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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
