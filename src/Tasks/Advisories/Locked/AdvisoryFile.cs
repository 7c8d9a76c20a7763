using System.Security.Cryptography;
using ContainerGuard.Images;

namespace ContainerGuard.Advisories.Locked;

/// <summary>
/// <c>containerguard.advisories.json</c> beside the lock file: the rows of the packages of the projects, so that every build of a commit
/// has the same result. The lock file holds its digest. A package without an entry was not looked up.
/// </summary>
internal static class AdvisoryFile
{
    public const string Name = "containerguard.advisories.json";

    /// <summary>The format that is written, and the newest that is read.</summary>
    public const int CurrentVersion = 1;

    public const string Schema =
        "https://raw.githubusercontent.com/containerguard/containerguard/main/docs/containerguard.advisories.schema.json";

    /// <summary>Its path, for the path of the lock file.</summary>
    public static string Beside(string lockFile) => Path.Combine(Path.GetDirectoryName(lockFile)!, Name);

    /// <summary>The digest of its content. Git may change the ends of lines, so that they do not count.</summary>
    public static ImageDigest DigestOf(ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (content.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            hash.AppendData(content[..end]);
            content = content[(end + 1)..];
        }

        hash.AppendData(content);
        return ImageDigest.Parse($"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }
}
