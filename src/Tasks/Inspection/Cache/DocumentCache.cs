using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Inspection.Cache;

/// <summary>
/// Keeps the small documents of images: manifests, configurations and lists of packages, by their digests, so that a registry is asked for
/// them once on a machine; and the configurations of base images by the digest of the image and its platform. A damaged file is ignored.
/// </summary>
internal sealed class DocumentCache
{
    /// <summary>The folder of documents, in the folder of the cache.</summary>
    public const string Name = "configs-1";

    private const int HashSize = 32;
    private const int LargestFile = 8 * 1024 * 1024;

    /// <summary>In bytes: the documents of some thousand images.</summary>
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly string _folder;
    private readonly Func<byte[], bool> _mayKeep;

    private DocumentCache(string folder, Func<byte[], bool> mayKeep) => (_folder, _mayKeep) = (folder, mayKeep);

    /// <param name="folder">The folder of the cache.</param>
    /// <param name="name">The folder in it.</param>
    /// <param name="mayKeep">Whether a document that is named by its digest may be written to the disk; null for all.</param>
    /// <returns>Null if the folder cannot be made, or made private.</returns>
    public static DocumentCache? Open(string folder, string name = Name, Func<byte[], bool>? mayKeep = null) =>
        CacheFolder.Make(Path.Combine(folder, name)) is { } made ? new DocumentCache(made, mayKeep ?? (static _ => true)) : null;

    /// <summary>A document by its digest: the kept one, else the fetched one, which is then kept if it may be.</summary>
    /// <param name="digest">Its name. A kept document that does not match it is fetched again.</param>
    /// <param name="fetch">Asks the registry, and verifies the digest.</param>
    public byte[] FindOrAdd(ImageDigest digest, Func<byte[]> fetch)
    {
        if (Find(digest.ToString()) is { } known && digest.Matches(known)) return known;
        var content = fetch();
        if (_mayKeep(content)) Add(digest.ToString(), content);
        return content;
    }

    /// <summary>A document; null if it is not known.</summary>
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

    /// <summary>Deletes the documents that were not used for the longest time.</summary>
    public void Trim() => CacheSize.Keep(_folder, MostBytes);

    /// <summary>Keeps a document.</summary>
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
