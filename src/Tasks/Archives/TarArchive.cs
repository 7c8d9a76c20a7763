namespace ContainerGuard.Archives;

/// <summary>
/// Reads a tar archive from the beginning to the end: ustar, pax, GNU tar with long names and sparse files, star. The framework's reader
/// stops at sparse files and at numbers that some writers leave out. Nothing is extracted; the content of an entry is given in pieces.
/// </summary>
internal sealed class TarArchive
{
    private const int BufferSize = 128 * 1024;
    private static readonly byte[] Zeros = new byte[32 * 1024];

    private readonly Stream _stream;
    private readonly ArchiveLimits _limits;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly PaxRecords _global = new();
    private long _holesLeft;
    private int _start;
    private int _end;

    /// <summary>The bytes of the current entry in the archive that are not read yet, and those that fill its last block.</summary>
    private long _left;
    private long _padding;

    /// <summary>The place in the content of a sparse file, and its next extent.</summary>
    private long _place;
    private int _extent;

    public TarArchive(Stream stream, ArchiveLimits limits) => (_stream, _limits, _holesLeft) = (stream, limits, limits.MostHoles);

    /// <summary>
    /// The number of bytes of the archive read so far: after <see cref="MoveNext"/>, where the content of the entry begins.
    /// </summary>
    public long Position { get; private set; }

    /// <summary>The number of entries so far.</summary>
    public int Count { get; private set; }

    public TarEntry Current { get; private set; } = new() { Name = "" };

    /// <summary>Goes to the next entry; false at the end of the archive.</summary>
    /// <exception cref="ArchiveException">The archive is damaged, or exceeds a limit.</exception>
    public bool MoveNext()
    {
        Skip(_left + _padding);
        (_left, _padding) = (0, 0);
        string? longName = null, longLink = null;
        PaxRecords? local = null;
        while (true)
        {
            if (!ReadBlock() || TarHeader.IsZero(_block)) return false;
            if (!TarHeader.HasValidChecksum(_block))
            {
                throw ArchiveException.Damaged(Position == TarHeader.BlockSize
                    ? "it is not a tar archive"
                    : $"at byte {Position - TarHeader.BlockSize} it does not have the header of an entry");
            }

            switch (TarHeader.TypeFlag(_block))
            {
                case (byte)'L':
                    longName = TarHeader.Text(ReadExtension());
                    break;
                case (byte)'K':
                    longLink = TarHeader.Text(ReadExtension());
                    break;
                case (byte)'x' or (byte)'X':
                    (local ??= new PaxRecords()).Read(ReadExtension(), _limits.MostExtents);
                    break;
                case (byte)'g':
                    _global.Read(ReadExtension(), _limits.MostExtents);
                    break;
                default:
                    Begin(longName, longLink, local);
                    return true;
            }
        }
    }

    /// <summary>The next piece of the content of the current entry; empty at its end. It is valid until the next call.</summary>
    /// <param name="most">The length that is useful to the caller.</param>
    /// <exception cref="ArchiveException">The archive ends before.</exception>
    public ReadOnlySpan<byte> NextChunk(int most = int.MaxValue)
    {
        if (most == 0) return default;
        if (Current.Extents is null) return _left == 0 ? default : Take(Math.Min(_left, most));
        while (_place < Current.Size)
        {
            var extent = _extent < Current.Extents.Count ? Current.Extents[_extent] : new TarExtent(Current.Size, 0);
            if (_place < extent.Offset)
            {
                var hole = Zeros.AsSpan(0, (int)Math.Min(Math.Min(Zeros.Length, most), extent.Offset - _place));
                _place = Current.HasCutHoles ? extent.Offset : _place + hole.Length;
                return hole;
            }

            if (_place < extent.End)
            {
                var chunk = Take(Math.Min(Math.Min(_left, most), extent.End - _place));
                _place += chunk.Length;
                return chunk;
            }

            _extent++;
        }

        return default;
    }

    private void Begin(string? longName, string? longLink, PaxRecords? local)
    {
        if (++Count > _limits.MostEntries) throw ArchiveException.TooLarge($"it has more than {_limits.MostEntries} entries");
        var entry = TarHeader.Read(_block);
        entry.Name = local?["path"] ?? longName ?? Global("path")?["path"] ?? entry.Name;
        entry.LinkName = local?["linkpath"] ?? longLink ?? Global("linkpath")?["linkpath"] ?? entry.LinkName;
        entry.Size = Number("size") ?? entry.Size;
        entry.UserId = Number("uid") ?? entry.UserId;
        entry.GroupId = Number("gid") ?? entry.GroupId;
        entry.Modified = Number("mtime") ?? entry.Modified;
        entry.HasCapabilities = local?.Has("SCHILY.xattr.security.capability") == true
            || local?.Has("LIBARCHIVE.xattr.security.capability") == true;
        if (entry.Type == TarEntryType.File && local is not null && entry.Name.EndsWith('/') && TarHeader.TypeFlag(_block) == 0)
        {
            entry.Type = TarEntryType.Directory;
        }

        if (entry.Size < 0) throw ArchiveException.Damaged("an entry has a negative size");
        // Only these have content; some writers set the size of what a link leads to.
        if (entry.Type is not TarEntryType.File && TarHeader.TypeFlag(_block) is >= (byte)'1' and <= (byte)'6') entry.Size = 0;

        Current = entry;
        (_place, _extent) = (0, 0);
        _left = entry.Size;
        if (_left > _limits.MostBytes) throw ArchiveException.TooLarge($"an entry has more than {_limits.MostBytes >> 20} MB");
        _padding = -_left & (TarHeader.BlockSize - 1);
        ReadSparseMap(local);

        long? Number(string key) => local?.Number(key) ?? Global(key)?.Number(key);

        // A local record without a value takes the global one back.
        PaxRecords? Global(string key) => local?.Has(key) == true ? null : _global;
    }

    /// <summary>
    /// The forms of GNU tar: in the header and the blocks after it, in extended headers (0.0, 0.1), before the content (1.0).
    /// </summary>
    private void ReadSparseMap(PaxRecords? local)
    {
        if (Current.Type != TarEntryType.File) return;
        var entry = Current;
        if (TarHeader.TypeFlag(_block) == (byte)'S')
        {
            entry.Extents = SparseMap.ReadOld(_block, out var size, () => ReadBlock() ? _block : throw Truncated(), _limits.MostExtents);
            entry.Size = size;
        }
        else if (local?["GNU.sparse.major"] == "1" && local["GNU.sparse.minor"] is "0" or null && local["GNU.sparse.realsize"] is not null)
        {
            entry.Extents = SparseMap.ReadBlocks(ReadMapBlock, _limits.MostExtents);
            entry.Size = local.Number("GNU.sparse.realsize")!.Value;
        }
        else if (local?.Extents is { } extents)
        {
            entry.Extents = extents;
            entry.Size = local.Number("GNU.sparse.size") ?? entry.Size;
        }
        else if (local?["GNU.sparse.map"] is { } map)
        {
            entry.Extents = SparseMap.ReadText(map, _limits.MostExtents);
            entry.Size = local.Number("GNU.sparse.size") ?? local.Number("GNU.sparse.realsize") ?? entry.Size;
        }

        if (entry.Extents is null) return;
        entry.Name = local?["GNU.sparse.name"] ?? entry.Name;
        SparseMap.Check(entry.Extents, entry.Size, _left);
        var holes = entry.Size - _left;
        entry.HasCutHoles = holes > _holesLeft;
        if (!entry.HasCutHoles) _holesLeft -= holes;

        ReadOnlySpan<byte> ReadMapBlock()
        {
            if (_left < TarHeader.BlockSize || !ReadBlock()) throw Truncated();
            _left -= TarHeader.BlockSize;
            return _block;
        }
    }

    /// <summary>The content of an entry that describes the next one.</summary>
    private byte[] ReadExtension()
    {
        var size = TarHeader.Number(_block.AsSpan(124, 12), "size");
        if (size < 0 || size > _limits.LargestHeader)
        {
            throw ArchiveException.TooLarge($"an extended header has more than {_limits.LargestHeader >> 10} KB");
        }

        var content = new byte[size];
        for (var read = 0; read < content.Length;)
        {
            var chunk = Take(content.Length - read, keepsEntry: true);
            chunk.CopyTo(content.AsSpan(read));
            read += chunk.Length;
        }

        Skip(-size & (TarHeader.BlockSize - 1));
        return content;
    }

    /// <returns>False at the end of the archive, which some writers do not mark.</returns>
    private bool ReadBlock()
    {
        for (var read = 0; read < _block.Length;)
        {
            if (!Fill()) return read == 0 ? false : throw Truncated();
            var count = Math.Min(_block.Length - read, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(_block.AsSpan(read));
            Advance(count);
            read += count;
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(long most, bool keepsEntry = false)
    {
        if (!Fill()) throw Truncated();
        var count = (int)Math.Min(most, _end - _start);
        var chunk = _buffer.AsSpan(_start, count);
        Advance(count);
        if (!keepsEntry) _left -= count;
        return chunk;
    }

    private void Skip(long count)
    {
        count -= SkipBuffered(count);
        if (count > BufferSize && _stream.CanSeek)
        {
            if (count >= _stream.Length - _stream.Position + TarHeader.BlockSize) throw Truncated();
            var target = Math.Min(count, _stream.Length - _stream.Position);
            _stream.Seek(target, SeekOrigin.Current);
            Position += target;
            return;
        }

        // The padding of the last entry may be missing.
        while (count > 0 && Fill())
        {
            var step = (int)Math.Min(count, _end - _start);
            Advance(step);
            count -= step;
        }

        if (count >= TarHeader.BlockSize) throw Truncated();
    }

    private int SkipBuffered(long count)
    {
        var step = (int)Math.Min(count, _end - _start);
        Advance(step);
        return step;
    }

    private void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    private bool Fill()
    {
        if (_start < _end) return true;
        _start = 0;
        _end = _stream.Read(_buffer);
        return _end > 0;
    }

    private ArchiveException Truncated() => ArchiveException.Damaged($"it ends after {Position} bytes, within an entry");
}
