namespace ContainerGuard;

/// <summary>Reading and writing files that people own, with failures as sentences.</summary>
internal static class TextFile
{
    private const int BufferSize = 1 << 16;

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
    public static string? Write(string path, byte[] content, string role) =>
        Read(path, role).Bytes.AsSpan().SequenceEqual(content) && File.Exists(path)
            ? null
            : Write(path, stream => stream.Write(content), role);

    /// <summary>As the other overload, for what is too long to be in memory at once.</summary>
    public static string? Write(string path, Action<Stream> write, string role)
    {
        var ending = $".{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // A link stays one: what it points to is written.
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
                ? $"The {role} cannot be written: a folder has its name. Move the folder away, or name another file."
                : $"The {role} cannot be written: {failure.Message} Check the permissions of its folder and the space on the disk.";
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
