namespace ContainerGuard;

/// <summary>Reading and writing files that people own, with failures as sentences.</summary>
internal static class TextFile
{
    /// <summary>The bytes, or what is wrong and what to do.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="role">What the file is to a person: <c>Dockerfile</c>, <c>lock file</c>.</param>
    public static (byte[]? Bytes, string? Failure) Read(string path, string role)
    {
        try
        {
            return (File.ReadAllBytes(path), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, Explain(failure, path, role));
        }
    }

    /// <summary>
    /// Writes through a file beside it and a rename, so that an interrupted write leaves the old file; writes nothing when nothing changes, so that
    /// timestamps stay. Gives what is wrong, or null.
    /// </summary>
    public static string? Write(string path, byte[] content, string role)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) return null;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            return Directory.Exists(path)
                ? $"The {role} cannot be written: a folder has its name. Move the folder away, or name another file."
                : $"The {role} cannot be written: {failure.Message} Check the permissions of its folder and the space on the disk.";
        }
    }

    private static string Explain(Exception failure, string path, string role) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            $"The {role} does not exist. Correct the path, or take the item out of the project.",
        _ when Directory.Exists(path) =>
            $"The {role} cannot be read: it is a folder. Name the file in it, or give the folder another name.",
        UnauthorizedAccessException =>
            $"The {role} cannot be read: permission denied. Let the user that runs the build read it.",
        _ => $"The {role} cannot be read: {failure.Message}",
    };

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The reason for the failed write is what the person needs to see.
        }
    }
}
