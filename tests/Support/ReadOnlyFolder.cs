namespace ContainerGuard.Tests.Support;

/// <summary>
/// A folder that nobody can write for as long as this lives: by its modes, or, for root whom they do not bind, by a mount.
/// </summary>
public sealed class ReadOnlyFolder : IAsyncDisposable
{
    private readonly string _path;

    private ReadOnlyFolder(string path) => _path = path;

    /// <returns>Null on a machine that cannot do it.</returns>
    /// <param name="path">Absolute.</param>
    public static async Task<ReadOnlyFolder?> TryMakeAsync(string path)
    {
        if (OperatingSystem.IsWindows()) return null;
        var (program, arguments) =
            Environment.IsPrivilegedProcess ? ("mount", (string[])["--bind", "-o", "ro", path, path]) : ("chmod", ["-R", "a-w", path]);
        if ((await Command.RunAsync(program, arguments, Path.GetTempPath())).ExitCode != 0) return null;

        Should.Throw<SystemException>(() => File.WriteAllText(Path.Combine(path, "probe"), ""));
        return new ReadOnlyFolder(path);
    }

    public async ValueTask DisposeAsync()
    {
        string[] arguments = Environment.IsPrivilegedProcess ? [_path] : ["-R", "u+w", _path];
        (await Command.RunAsync(Environment.IsPrivilegedProcess ? "umount" : "chmod", arguments, Path.GetTempPath())).ShouldSucceed();
    }
}
