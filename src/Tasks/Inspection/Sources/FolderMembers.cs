using ContainerGuard.Files;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Sources;

/// <summary>The files of an OCI layout in a folder.</summary>
internal sealed class FolderMembers(string folder, LayerInspector inspector, InspectionLimits limits) : IMembers
{
    public string Name { get; } = $"'{folder}'";

    public string OuterCompression => "none";

    public bool Contains(string member) => File.Exists(PathOf(member));

    public long? SizeOf(string member) => new FileInfo(PathOf(member)) is { Exists: true } file ? file.Length : null;

    public byte[]? ReadDocument(string member)
    {
        using var stream = Open(member);
        return stream is null ? null : Documents.Read(stream, stream.Length, $"{member} of {Name}", limits);
    }

    public LayerFacts? ReadLayer(string member, string where, CancellationToken cancellationToken)
    {
        using var stream = Open(member);
        return stream is null ? null : inspector.Read(stream, stream.Length, where, cancellationToken);
    }

    private FileStream? Open(string member)
    {
        try
        {
            return Contains(member)
                ? RegularFile.Open(PathOf(member), 1)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InspectionException($"{member} of {Name}", exception.Message.TrimEnd('.'), "Check the permissions of the file.");
        }
    }

    public void Dispose()
    {
        // Each file is closed where it is read.
    }

    private string PathOf(string member) => Path.Combine(folder, LayerPath.Normalize(member, out _));
}
