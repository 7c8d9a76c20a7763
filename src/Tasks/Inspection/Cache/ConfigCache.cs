using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Files;

namespace ContainerGuard.Inspection.Cache;

/// <summary>
/// Keeps the configurations of base images, which are small, by the digest of the image and its platform. A damaged file is ignored.
/// </summary>
internal sealed class ConfigCache
{
    /// <summary>The folder of configurations, in the folder of the cache.</summary>
    public const string Name = "configs-1";

    private const int HashSize = 32;
    private const int LargestFile = 8 * 1024 * 1024;

    /// <summary>In bytes: the configurations of some thousand images.</summary>
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly string _folder;

    private ConfigCache(string folder) => _folder = folder;

    /// <returns>Null if the folder cannot be made, or made private.</returns>
    public static ConfigCache? Open(string folder, string name = Name) => CacheFolder.Make(Path.Combine(folder, name)) is { } made
        ? new ConfigCache(made) : null;

    /// <summary>A configuration; null if it is not known.</summary>
    public byte[]? Find(string key)
    {
        try
        {
            var file = new FileInfo(PathOf(key));
            if (!file.Exists || file.Length is < HashSize or > LargestFile) return null;
            var content = File.ReadAllBytes(file.FullName);
            if (!SHA256.HashData(content.AsSpan(HashSize)).AsSpan().SequenceEqual(content.AsSpan(0, HashSize))) return null;
            CacheSize.Touch(file.FullName);
            return content[HashSize..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Deletes the configurations that were not used for the longest time.</summary>
    public void Trim() => CacheSize.Keep(_folder, MostBytes);

    /// <summary>Keeps a configuration.</summary>
    public void Add(string key, byte[] content)
    {
        try
        {
            AtomicFile.Replace(PathOf(key), stream =>
            {
                stream.Write(SHA256.HashData(content));
                stream.Write(content);
            }, mayLeaveTree: true, CacheFolder.OfFiles);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The registry is asked again.
        }
    }

    private string PathOf(string key) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
