using System.Security.Cryptography;
using System.Text;

namespace ContainerGuard.Pinning;

/// <summary>
/// Lets one process at a time work on a file, by an exclusively opened file elsewhere that is named after it. The system gives it up when
/// its process ends, however that happens; it is never deleted, since another process may be about to open it.
/// </summary>
internal sealed class FileTurn
{
    private readonly string folder;

    /// <param name="path">The file that is worked on, absolute.</param>
    /// <param name="purpose">Tells turns at one file from each other.</param>
    /// <param name="folder">Where the turn-taking file lies: outside the source tree.</param>
    public FileTurn(string path, string purpose, string folder)
    {
        this.folder = folder;
        var key = OperatingSystem.IsWindows() ? path.ToUpperInvariant() : path;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 12));
        File = Path.Combine(folder, $"containerguard-{hash}.{purpose}");
    }

    /// <summary>The turn-taking file.</summary>
    public string File { get; }

    /// <summary>Waits for the turn.</summary>
    /// <returns>To be disposed when the work is done.</returns>
    /// <exception cref="IOException">Others have had it for all that time, or there is no such folder.</exception>
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
            catch (IOException) when (Environment.TickCount64 < deadline && Directory.Exists(folder))
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
