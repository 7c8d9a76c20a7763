using ContainerGuard.Archives;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Sources;

/// <summary>
/// The members of an archive that can be read only once, from the beginning to the end: compressed as a whole, or exported by an engine.
/// The manifest may follow the layers, so everything that looks like a layer is read as one, and small documents are kept.
/// </summary>
internal sealed class StreamedMembers : IMembers
{
    /// <summary>In bytes, of all documents together.</summary>
    private const long MostDocuments = 64L * 1024 * 1024;

    private readonly LayerInspector _inspector;
    private readonly InspectionLimits _limits;
    private readonly MemberIndex _index = new();
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LayerFacts> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InspectionException> _problems = new(StringComparer.Ordinal);
    private long _documentBytes;

    /// <param name="stream">The archive, compressed or not; stays open.</param>
    /// <param name="name">The subject of messages.</param>
    /// <param name="inspector">Reads layers.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="InspectionException">The archive is damaged.</exception>
    public StreamedMembers(
        Stream stream, string name, LayerInspector inspector, InspectionLimits limits, CancellationToken cancellationToken)
    {
        (Name, _inspector, _limits) = (name, inspector, limits);
        try
        {
            using var packed = new HashingStream(stream);
            var start = PrefixedStream.Create(packed, Compressions.Prefix);
            var compression = Compressions.Of(start.Prefix);
            OuterCompression = compression.Name();
            using var unpacked = new BoundedUnpacking(start, compression, () => packed.Count, limits.Archive);
            ReadAll(new TarArchive(unpacked, limits.Archive), cancellationToken);
        }
        catch (ArchiveException exception)
        {
            throw InspectionException.From(exception, name);
        }
        catch (IOException exception)
        {
            throw new InspectionException(name, exception.Message.TrimEnd('.'), "Check the file and the connection, and try again.");
        }
    }

    public string Name { get; }

    public string OuterCompression { get; }

    public bool Contains(string member) => _sizes.ContainsKey(_index.Find(member));

    public long? SizeOf(string member) => _sizes.TryGetValue(_index.Find(member), out var size) ? size : null;

    public byte[]? ReadDocument(string member)
    {
        if (_documents.TryGetValue(_index.Find(member), out var content)) return content;
        return Contains(member) ? throw new InspectionException($"{member} of {Name}", "it is not JSON", Documents.Remedy) : null;
    }

    public LayerFacts? ReadLayer(string member, string where, CancellationToken cancellationToken)
    {
        var path = _index.Find(member);
        if (_layers.TryGetValue(path, out var layer)) return layer;
        if (_problems.TryGetValue(path, out var problem)) throw new InspectionException(where, problem.Why, problem.Remedy);
        if (!_documents.TryGetValue(path, out var content)) return null;
        using var stream = new MemoryStream(content, writable: false);
        return _inspector.Read(stream, content.Length, where, cancellationToken);
    }

    public void Dispose()
    {
        // Everything has been read.
    }

    private void ReadAll(TarArchive archive, CancellationToken cancellationToken)
    {
        while (archive.MoveNext())
        {
            var member = LayerPath.Normalize(archive.Current.Name, out _);
            _index.Add(archive.Current, member);
            _sizes.Remove(member);
            if (archive.Current is not { Type: TarEntryType.File, Extents: null }) continue;

            _sizes[member] = archive.Current.Size;
            using var content = PrefixedStream.Create(new EntryStream(archive), TarHeader.BlockSize);
            if (LooksLikeLayer(content.Prefix)) ReadLayer(member, content, archive.Current.Size, cancellationToken);
            else if (archive.Current.Size <= _limits.LargestDocument) KeepDocument(member, content, archive.Current.Size);
        }
    }

    private void ReadLayer(string member, PrefixedStream content, long size, CancellationToken cancellationToken)
    {
        try
        {
            _layers[member] = _inspector.Read(content, size, member, cancellationToken);
        }
        catch (InspectionException exception)
        {
            // Only a failure if the image uses it.
            _problems[member] = exception;
        }
    }

    private void KeepDocument(string member, PrefixedStream content, long size)
    {
        _documentBytes += size;
        if (_documentBytes > MostDocuments) throw ArchiveException.TooLarge($"its documents have more than {MostDocuments >> 20} MB");
        _documents[member] = Documents.Read(content, size, $"{member} of {Name}", _limits);
    }

    private static bool LooksLikeLayer(ReadOnlySpan<byte> start) => start switch
    {
        [0x1F, 0x8B, ..] or [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => true,
        _ => start.Length == TarHeader.BlockSize && (TarHeader.IsZero(start) || TarHeader.HasValidChecksum(start)),
    };

    /// <summary>The content of the current entry.</summary>
    private sealed class EntryStream(TarArchive archive) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            var piece = archive.NextChunk(buffer.Length);
            piece.CopyTo(buffer);
            return piece.Length;
        }
    }
}
