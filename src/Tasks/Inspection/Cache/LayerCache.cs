using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Cache;

/// <summary>
/// Keeps what layers contain, so that a base's layers are read once on a machine. One file for each layer, named by digests and by the
/// versions of the readers. Files are replaced as a whole, so processes can share the folder, and a person can delete it. A failure of the
/// cache only costs time.
/// </summary>
internal sealed class LayerCache
{
    /// <summary>The folder of layers, in the folder of the cache.</summary>
    public const string Name = "layers-1";

    /// <summary>In bytes: larger results are not worth their place.</summary>
    private const int LargestFile = 64 * 1024 * 1024;
    private const string Ending = ".layer";

    private readonly string _folder;
    private readonly string _readers;
    private readonly long _mostBytes;

    private LayerCache(string folder, string readers, long mostBytes) => (_folder, _readers, _mostBytes) = (folder, readers, mostBytes);

    /// <summary>512 MB.</summary>
    public const long DefaultSize = 512L * 1024 * 1024;

    /// <param name="folder">The folder of the cache.</param>
    /// <param name="readers">The names and versions of the readers of files.</param>
    /// <param name="mostBytes">The size of the cache; the results that were not used for the longest time are deleted first.</param>
    /// <returns>Null if the folder cannot be made, or made private.</returns>
    public static LayerCache? Open(string folder, IEnumerable<string> readers, long mostBytes = DefaultSize)
    {
        if (CacheFolder.Make(Path.Combine(folder, Name)) is not { } versioned) return null;
        var names = string.Join('\n', readers.Order(StringComparer.Ordinal));
        return new LayerCache(versioned, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)))[..16], mostBytes);
    }

    /// <summary>What a layer contains; null if it is not known.</summary>
    /// <param name="diffId">Its digest in the configuration.</param>
    /// <param name="blobHash">SHA-256 of its blob in the manifest; null in a docker archive, which has none.</param>
    /// <param name="size">The size of its blob; null if unknown.</param>
    public LayerFacts? Find(string? diffId, string? blobHash, long? size)
    {
        if (!ImageDigest.TryParse(diffId, out var digest, out _) || digest.Algorithm != "sha256") return null;
        try
        {
            var files = blobHash is null
                ? Directory.GetFiles(_folder, $"{digest.Hex}-*-{_readers}{Ending}")
                : [PathOf(digest.Hex, blobHash)];
            return files.Select(Read).FirstOrDefault(facts =>
                facts is not null && facts.DiffId == diffId && (blobHash is null || facts.BlobHash == blobHash)
                && (size is null || facts.PackedSize == size));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a result.</summary>
    public void Add(LayerFacts facts)
    {
        var path = PathOf(facts.DiffId["sha256:".Length..], facts.BlobHash);
        try
        {
            var content = LayerFactsFile.Write(facts);
            if (content.Length > LargestFile) return;
            AtomicFile.Replace(path, stream => stream.Write(content), mayLeaveTree: true, CacheFolder.OfFiles);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The layer is read again.
        }
    }

    /// <summary>Deletes the results that were not used for the longest time, until the rest has the size of the cache.</summary>
    public void Trim() => CacheSize.Keep(_folder, _mostBytes);

    private LayerFacts? Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > LargestFile) return null;
        if (LayerFactsFile.Read(File.ReadAllBytes(path)) is not { } facts)
        {
            // The layer is read again, and replaces it.
            CacheSize.TryDelete(path);
            return null;
        }

        CacheSize.Touch(path);
        return facts;
    }

    private string PathOf(string diffHash, string blobHash) => Path.Combine(_folder, $"{diffHash}-{blobHash[..16]}-{_readers}{Ending}");
}
