using System.Buffers.Binary;

namespace ContainerGuard.Packages.Readers.Programs;

/// <summary>
/// Reads a program piece by piece, and finds the packages that were built into it: the build information of Go, and the bundle of a .NET
/// single file. Only what is needed is kept; a bundle goes to a temporary file.
/// </summary>
internal sealed class ProgramScan(string path) : IDisposable
{
    private const int MarkSize = 4;
    private const int HeadSize = 64 * 1024, SmallProgram = 1 << 20, LargestProgram = 128 << 20, LargestInfo = 8 << 20;
    private const long LargestBundle = 1L << 30;

    /// <summary>The longest mark, with the offset before it.</summary>
    private const int Seam = 40;

    private static ReadOnlySpan<byte> GoBuildId => "Go build ID: \""u8;

    private readonly MemoryStream _head = new();
    private readonly byte[] _seam = new byte[2 * Seam];
    private int _seamLength;
    private long _position;
    private bool _isProgram = true;
    private bool _keepsAll = true;
    private MemoryStream? _info;
    private Stream? _bundle;
    private long _bundleStart;
    private long _manifest;
    private bool _isTooLarge;

    public void Write(ReadOnlySpan<byte> piece)
    {
        if (!_isProgram) return;
        if (_position < MarkSize)
        {
            // The mark of a program may come in several pieces.
            Span<byte> start = stackalloc byte[MarkSize];
            var known = _head.GetBuffer().AsSpan(0, (int)_head.Length);
            known.CopyTo(start);
            var more = piece[..Math.Min(piece.Length, MarkSize - known.Length)];
            more.CopyTo(start[known.Length..]);
            if (known.Length + more.Length == MarkSize && !IsProgram(start))
            {
                _isProgram = false;
                return;
            }
        }

        Keep(piece);
        Search(piece);
        _position += piece.Length;
    }

    public PackageFindings Finish()
    {
        var found = new PackageFindings();
        if (!_isProgram) return found;
        try
        {
            if (_info is not null)
            {
                var program = _keepsAll ? new ProgramMemory(_head.GetBuffer().AsMemory(0, (int)_head.Length)) : null;
                foreach (var package in GoBuildInfo.Read(_info.GetBuffer().AsSpan(0, (int)_info.Length), program)?.Packages() ?? [])
                {
                    found.Add(package);
                }
            }

            if (_isTooLarge)
            {
                found.Note($"'{path}' is larger than {LargestBundle >> 20} MB, and its packages were not read.");
            }
            else if (_bundle is not null)
            {
                foreach (var package in SingleFileBundle.Packages(_bundle, _bundleStart, _manifest)) found.Add(package);
            }
        }
        catch (InvalidDataException exception)
        {
            found.Note($"'{path}' cannot be read as a .NET single file: {exception.Message}.");
        }
        catch (IOException)
        {
            found.Note($"'{path}' could not be kept in the folder for temporary files, and its packages were not read.");
        }

        return found;
    }

    public void Dispose()
    {
        _bundle?.Dispose();
        _head.Dispose();
        _info?.Dispose();
    }

    private static bool IsProgram(ReadOnlySpan<byte> start) => start.StartsWith("\u007fELF"u8) || start.StartsWith("MZ"u8)
        || start is [0xCF or 0xCE, 0xFA, 0xED, 0xFE, ..];

    /// <summary>A small program is kept as a whole, and a larger one if it is Go's, for the format that has pointers.</summary>
    private void Keep(ReadOnlySpan<byte> piece)
    {
        if (!_keepsAll) return;
        _head.Write(piece);
        if (_head.Length <= SmallProgram) return;
        var isGo = _head.GetBuffer().AsSpan(0, HeadSize).IndexOf(GoBuildId) >= 0;
        if (isGo && _head.Length <= LargestProgram) return;
        _keepsAll = false;
        _head.SetLength(0);
        _head.Capacity = 0;
    }

    private void Search(ReadOnlySpan<byte> piece)
    {
        if (_bundle is not null)
        {
            Append(piece);
            return;
        }

        if (_info is not null)
        {
            if (_info.Length < LargestInfo) _info.Write(piece[..Math.Min(piece.Length, LargestInfo)]);
            return;
        }

        // A mark may begin in one piece and end in the next.
        var start = piece[..Math.Min(piece.Length, Seam)];
        start.CopyTo(_seam.AsSpan(_seamLength));
        var seam = _seam.AsSpan(0, _seamLength + start.Length);
        if (!TrySearch(seam, _position - _seamLength, piece[start.Length..])) TrySearch(piece, _position, []);
        if (piece.Length >= Seam)
        {
            piece[^Seam..].CopyTo(_seam);
            _seamLength = Seam;
        }
        else
        {
            var kept = seam[^Math.Min(seam.Length, Seam)..].ToArray();
            kept.CopyTo(_seam, 0);
            _seamLength = kept.Length;
        }
    }

    /// <param name="bytes">A part of the program.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="rest">What follows it in the same piece.</param>
    private bool TrySearch(ReadOnlySpan<byte> bytes, long offset, ReadOnlySpan<byte> rest)
    {
        if (bytes.IndexOf(SingleFileBundle.Signature) is >= 8 and var signature)
        {
            var manifest = BinaryPrimitives.ReadInt64LittleEndian(bytes[(signature - 8)..]);
            if (manifest > offset + signature)
            {
                _manifest = manifest;
                _bundleStart = offset + signature;
                Open();
                Append(bytes[signature..]);
                Append(rest);
                return true;
            }
        }

        for (var at = 0; bytes[at..].IndexOf(GoBuildInfo.Mark) is >= 0 and var next;)
        {
            at += next;
            // The linker aligns it; elsewhere it is the constant of a program that searches it.
            if ((offset + at) % 16 == 0)
            {
                _info = new MemoryStream();
                _info.Write(bytes[at..]);
                _info.Write(rest);
                return true;
            }

            at++;
        }

        return false;
    }

    private void Open()
    {
        try
        {
            _bundle = new FileStream(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
                64 * 1024, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _bundle = new MemoryStream();
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_isTooLarge || bytes.IsEmpty) return;
        if (_bundle!.Length + bytes.Length > LargestBundle || (_bundle is MemoryStream && _bundle.Length + bytes.Length > LargestProgram))
        {
            _isTooLarge = true;
            _bundle.SetLength(0);
            return;
        }

        try
        {
            _bundle.Write(bytes);
        }
        catch (IOException)
        {
            _isTooLarge = true;
        }
    }
}
