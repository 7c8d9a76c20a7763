using System.Buffers;

namespace ContainerGuard.Inspection.Layers;

/// <summary>
/// Reads some of the files of a layer, while the layer is read once for all readers: package databases, secrets, programs. A reader sees
/// one layer, not the image: the file may be deleted or replaced by a later one. Readers are used by several threads at once.
/// </summary>
internal interface IFileReader
{
    /// <summary>Name and version: <c>dpkg/1</c>. A new version reads known layers again.</summary>
    string Name { get; }

    /// <summary>Asks for the content of a file. The question is asked for every file of the image, so it must be cheap.</summary>
    /// <returns>Null to skip the file.</returns>
    FileSink? Open(LayerEntry file);
}

/// <summary>Receives the content of one file, piece by piece.</summary>
internal abstract class FileSink
{
    public abstract void Write(ReadOnlySpan<byte> piece);

    /// <summary>
    /// The result, which the layer's facts and the cache keep; null without one. A damaged file is a result, not an exception.
    /// </summary>
    public abstract byte[]? Finish();
}

/// <summary>Collects the content of a small file for a reader that needs all of it.</summary>
/// <param name="most">In bytes; a longer file has no result.</param>
/// <param name="read">Makes the result.</param>
internal sealed class WholeFile(int most, Func<ReadOnlyMemory<byte>, byte[]?> read) : FileSink
{
    private readonly ArrayBufferWriter<byte> _content = new();

    public override void Write(ReadOnlySpan<byte> piece)
    {
        if (_content.WrittenCount <= most) _content.Write(piece);
    }

    public override byte[]? Finish() => _content.WrittenCount > most ? null : read(_content.WrittenMemory);
}
