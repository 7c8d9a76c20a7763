using ContainerGuard.Archives;
using ContainerGuard.Files;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Sources;

/// <summary>The members of a plain archive, which are read where they are in the file.</summary>
internal sealed class ArchiveMembers : IMembers
{
    private readonly string _path;
    private readonly LayerInspector _inspector;
    private readonly InspectionLimits _limits;
    private readonly Dictionary<string, Place> _files = new(StringComparer.Ordinal);
    private readonly MemberIndex _index = new();

    /// <exception cref="InspectionException">The archive is damaged.</exception>
    public ArchiveMembers(string path, LayerInspector inspector, InspectionLimits limits, CancellationToken cancellationToken)
    {
        (_path, _inspector, _limits) = (path, inspector, limits);
        using var stream = OpenFile();
        var archive = new TarArchive(stream, limits.Archive);
        try
        {
            while (archive.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var member = LayerPath.Normalize(archive.Current.Name, out _);
                _index.Add(archive.Current, member);
                if (archive.Current is { Type: TarEntryType.File, Extents: null })
                {
                    _files[member] = new Place(archive.Position, archive.Current.Size);
                }
                else
                {
                    _files.Remove(member);
                }
            }
        }
        catch (ArchiveException exception)
        {
            throw InspectionException.From(exception, Name);
        }
    }

    public string Name => $"'{_path}'";

    public string OuterCompression => "none";

    public bool Contains(string member) => _files.ContainsKey(_index.Find(member));

    public long? SizeOf(string member) => _files.TryGetValue(_index.Find(member), out var place) ? place.Size : null;

    public byte[]? ReadDocument(string member)
    {
        using var stream = Open(member);
        return stream is null ? null : Documents.Read(stream, SizeOf(member)!.Value, $"{member} of {Name}", _limits);
    }

    public LayerFacts? ReadLayer(string member, string where, CancellationToken cancellationToken)
    {
        using var stream = Open(member);
        return stream is null ? null : _inspector.Read(stream, SizeOf(member), where, cancellationToken);
    }

    private PartOfStream? Open(string member)
    {
        if (!_files.TryGetValue(_index.Find(member), out var place)) return null;
        var file = OpenFile();
        file.Position = place.Offset;
        return new PartOfStream(file, place.Size);
    }

    public void Dispose()
    {
        // Each member has its own handle, because several threads read.
    }

    private FileStream OpenFile()
    {
        try
        {
            return RegularFile.Open(_path, 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InspectionException(Name, exception.Message.TrimEnd('.'), "Check the path and the permissions of the file.");
        }
    }

    /// <summary>The next bytes of a stream, which it owns.</summary>
    private sealed class PartOfStream(Stream inner, long left) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            if (left < buffer.Length) buffer = buffer[..(int)left];
            if (buffer.IsEmpty) return 0;
            var read = inner.Read(buffer);
            if (read == 0) throw new EndOfStreamException("The file is shorter than its archive says.");
            left -= read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Where a file is. This is a class, because the runtime contains compiled code only for collections of classes.</summary>
    private sealed record Place(long Offset, long Size);
}
