namespace ContainerGuard;

/// <summary>Reads and writes files. Failures are sentences for a message.</summary>
internal static class TextFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>The bytes, or the failure and its remedy.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="role">The word for the file in a message: <c>Dockerfile</c>, <c>lock file</c>.</param>
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
    /// Writes a temporary file and renames it, so that an interrupted write leaves the old file. Does not write unchanged content, so that timestamps
    /// stay. Returns the failure, or null.
    /// </summary>
    public static string? Write(string path, byte[] content, string role) =>
        Read(path, role).Bytes.AsSpan().SequenceEqual(content) && File.Exists(path)
            ? null
            : Write(path, stream => stream.Write(content), role);

    /// <summary>Like the other overload, for content that is too long for memory.</summary>
    public static string? Write(string path, Action<Stream> write, string role)
    {
        var ending = $".{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // A link stays a link; its target is written.
            if (new FileInfo(path) is { LinkTarget: not null } link) path = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            var temporary = path + ending;
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(stream);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            if (AreEqual(path, temporary)) TryDelete(temporary);
            else File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TryDelete(path + ending);
            return Directory.Exists(path)
                ? $"The {role} cannot be written: a folder has its name. Move the folder, or use another file name."
                : $"The {role} cannot be written: {failure.Message} Check the permissions of its folder and the free disk space.";
        }
    }

    private static bool AreEqual(string path, string other)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != new FileInfo(other).Length) return false;

        using var one = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var two = new FileStream(other, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var (left, right) = (new byte[BufferSize], new byte[BufferSize]);
        while (true)
        {
            var length = one.ReadAtLeast(left, left.Length, throwOnEndOfStream: false);
            if (length != two.ReadAtLeast(right, right.Length, throwOnEndOfStream: false) || !left.AsSpan(0, length).SequenceEqual(right.AsSpan(0, length))) return false;
            if (length < left.Length) return true;
        }
    }

    private static string Explain(Exception failure, string path, string role) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            $"The {role} does not exist. Correct the path, or remove the item from the project.",
        _ when Directory.Exists(path) =>
            $"The {role} cannot be read: it is a folder. Use the path of a file, or rename the folder.",
        UnauthorizedAccessException =>
            $"The {role} cannot be read: permission denied. Allow the user of the build to read it.",
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
            // The user needs the reason for the failed write instead.
        }
    }
}
