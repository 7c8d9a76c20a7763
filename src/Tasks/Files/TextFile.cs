namespace ContainerGuard.Files;

/// <summary>Reads and writes files. Failures are sentences for a message.</summary>
internal static class TextFile
{
    /// <summary>The bytes, or the failure and its remedy.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="role">The word for the file in a message: <c>Dockerfile</c>, <c>lock file</c>.</param>
    public static (byte[]? Bytes, string? Problem) Read(string path, string role)
    {
        try
        {
            return (RegularFile.ReadAll(path), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, Explain(exception, path, role));
        }
    }

    /// <summary>
    /// Writes a temporary file and renames it, so that an interrupted write leaves the old file. Does not write unchanged content, so that
    /// timestamps stay. Returns the failure, or null.
    /// </summary>
    public static string? Write(string path, byte[] content, string role, bool mayLeaveTree = false) =>
        Read(path, role).Bytes.AsSpan().SequenceEqual(content) && File.Exists(path)
            ? null
            : Write(path, stream => stream.Write(content), role, mayLeaveTree);

    /// <summary>Like the other overload, for content that is too long for memory.</summary>
    public static string? Write(string path, Action<Stream> write, string role, bool mayLeaveTree = false)
    {
        try
        {
            AtomicFile.Replace(path, write, mayLeaveTree);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Directory.Exists(path)
                ? $"The {role} cannot be written: a folder has its name. Move the folder, or use another file name."
                : $"The {role} cannot be written: {exception.Message.TrimEnd('.')}. Check its path, permissions and disk space.";
        }
    }

    private static string Explain(Exception exception, string path, string role) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            $"The {role} does not exist. Correct the path, or remove the item from the project.",
        _ when Directory.Exists(path) =>
            $"The {role} cannot be read: it is a folder. Use the path of a file, or rename the folder.",
        UnauthorizedAccessException =>
            $"The {role} cannot be read: permission denied. Allow the user of the build to read it.",
        _ => $"The {role} cannot be read: {exception.Message.TrimEnd('.')}. Use the path of a regular file that the build can read.",
    };
}
