using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Layers;

/// <summary>Keeps the text of files that describe the system: os-release wherever its link leads, users and groups.</summary>
internal sealed class SystemFiles(int most) : IFileReader
{
    public const string ReaderName = "system/2";

    public string Name => ReaderName;

    public FileSink? Open(LayerEntry file) =>
        file.Size <= most && IsWanted(file.Path)
            ? new WholeFile(most, file.Path is "etc/passwd" or "etc/shadow" ? WithoutHashes : static content => content.ToArray())
            : null;

    /// <summary>
    /// The second field of shadow, and of passwd in old systems, is the hash of a password. A result must not contain a secret.
    /// </summary>
    private static byte[] WithoutHashes(ReadOnlyMemory<byte> content)
    {
        var lines = LosslessUtf8.Decode(content.Span).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = lines[i].Split(':');
            if (fields.Length > 1 && fields[1].Length > 2) lines[i] = string.Join(':', [fields[0], "*", .. fields[2..]]);
        }

        return LosslessUtf8.Encode(string.Join('\n', lines));
    }

    /// <summary>Distributions keep variants beside it: <c>usr/lib/os-release.d/os-release-server</c>.</summary>
    private static bool IsWanted(string path) =>
        path is "etc/passwd" or "etc/group" or "etc/shadow"
            || path.AsSpan(path.LastIndexOf('/') + 1).StartsWith("os-release", StringComparison.Ordinal);
}
