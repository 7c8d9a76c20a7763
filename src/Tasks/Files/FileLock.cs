using System.Security.Cryptography;
using System.Text;

namespace ContainerGuard.Files;

/// <summary>
/// Lets one process at a time work on a file: it opens another file exclusively, whose name is derived from it. The system closes that file
/// when the process ends. It is never deleted, because another process may be about to open it.
/// </summary>
internal sealed class FileLock
{
    private readonly string _folder;

    /// <param name="path">The file to work on, absolute.</param>
    /// <param name="purpose">Distinguishes several kinds of turns at one file.</param>
    /// <param name="folder">The folder of the turn-taking file; outside the source tree.</param>
    public FileLock(string path, string purpose, string folder)
    {
        _folder = folder;
        var key = OperatingSystem.IsWindows() ? path.ToUpperInvariant() : path;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 12));
        File = Path.Combine(folder, $"containerguard-{hash}.{purpose}");
    }

    /// <summary>The turn-taking file.</summary>
    public string File { get; }

    /// <summary>Waits for the turn.</summary>
    /// <returns>To be disposed when the work is done.</returns>
    /// <exception cref="IOException">Other processes had the turn for the whole time, or the folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task<FileStream> TakeAsync(TimeSpan longestWait, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + (long)longestWait.TotalMilliseconds;
        while (true)
        {
            try
            {
                return Open();
            }
            catch (IOException) when (Environment.TickCount64 < deadline && Directory.Exists(_folder))
            {
                await Task.Delay(Random.Shared.Next(5, 40), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(File, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None);
        }
        catch (UnauthorizedAccessException) when (System.IO.File.Exists(File))
        {
            // Another user's: on Linux it can be opened in a shared folder, but not with "create".
            return new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.None);
        }
    }
}
