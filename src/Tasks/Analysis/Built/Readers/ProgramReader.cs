using System.Buffers.Binary;
using System.Text;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>What an executable file is.</summary>
/// <param name="Architecture">The architecture as in an image's platform; empty for a script and for an unknown machine.</param>
/// <param name="Interpreter">The loader of an ELF file, or the program after <c>#!</c>; empty without one.</param>
/// <param name="IsScript">Whether it begins with <c>#!</c>.</param>
/// <param name="ReadsCertificates">Whether it names the usual file of root certificates, as Go programs that use TLS do.</param>
/// <param name="IsForeign">Whether it is a program of another system (Windows, macOS).</param>
internal sealed record ProgramNote(string Architecture, string Interpreter, bool IsScript, bool ReadsCertificates, bool IsForeign)
{
    public byte[] Write() => LosslessUtf8.Encode(
        $"{Architecture}\n{Interpreter}\n{(IsScript ? "s" : "")}{(ReadsCertificates ? "c" : "")}{(IsForeign ? "f" : "")}");

    public static ProgramNote? Read(byte[] note) => LosslessUtf8.Decode(note).Split('\n') is [var architecture, var interpreter, var flags]
        ? new ProgramNote(architecture, interpreter, flags.Contains('s'), flags.Contains('c'), flags.Contains('f'))
        : null;
}

/// <summary>Reads the head of executable files: ELF (System V ABI, chapter 4) and scripts (execve(2)).</summary>
internal sealed class ProgramReader : IFileReader
{
    public const string ReaderName = "program/1";

    private const int ExecutableBits = 0b001_001_001;

    public string Name => ReaderName;

    public FileSink? Open(LayerEntry file) => (file.Mode & ExecutableBits) != 0 && file.Size >= 4 ? new Sink() : null;

    private sealed class Sink : FileSink
    {
        private const int HeadSize = 4096;

        private static readonly byte[] CertificateFile = "/etc/ssl/certs/ca-certificates.crt"u8.ToArray();

        private readonly byte[] _head = new byte[HeadSize];
        private readonly byte[] _seam = new byte[2 * 64];
        private int _length;
        private int _seamLength;
        private bool _readsCertificates;

        private bool IsElf => _length >= 4 && _head.AsSpan(0, 4).SequenceEqual("\u007fELF"u8);

        public override void Write(ReadOnlySpan<byte> piece)
        {
            var count = Math.Min(piece.Length, HeadSize - _length);
            piece[..count].CopyTo(_head.AsSpan(_length));
            _length += count;
            if (_readsCertificates || !IsElf) return;

            // The name may begin in one piece and end in the next.
            var start = piece[..Math.Min(piece.Length, 64)];
            start.CopyTo(_seam.AsSpan(_seamLength));
            _readsCertificates = piece.IndexOf(CertificateFile) >= 0
                || _seam.AsSpan(0, _seamLength + start.Length).IndexOf(CertificateFile) >= 0;
            var end = piece[^Math.Min(piece.Length, 64)..];
            end.CopyTo(_seam);
            _seamLength = end.Length;
        }

        public override byte[]? Finish() => Note()?.Write();

        private ProgramNote? Note()
        {
            var head = _head.AsSpan(0, _length);
            if (head is [(byte)'#', (byte)'!', ..]) return Script(head[2..]);
            if (IsElf) return Elf(head);
            var isForeign = head is [(byte)'M', (byte)'Z', ..] or [0xCF or 0xCE, 0xFA, 0xED, 0xFE, ..];
            return isForeign ? new ProgramNote("", "", IsScript: false, ReadsCertificates: false, IsForeign: true) : null;
        }

        private static ProgramNote Script(ReadOnlySpan<byte> line)
        {
            var end = line.IndexOf((byte)'\n');
            var text = Encoding.Latin1.GetString((end < 0 ? line : line[..end])[..Math.Min(end < 0 ? line.Length : end, 256)]);
            var words = text.Trim(' ', '\t').Split(' ', 2);
            // A carriage return is a part of the name, and the reason why the script does not start.
            return new ProgramNote("", words[0], IsScript: true, ReadsCertificates: false, IsForeign: false);
        }

        private ProgramNote Elf(ReadOnlySpan<byte> head)
        {
            var note = new ProgramNote("", "", IsScript: false, _readsCertificates, IsForeign: false);
            if (head.Length < 64) return note;
            var (is64, isLittle) = (head[4] == 2, head[5] != 2);
            note = note with { Architecture = ArchitectureOf(U16(head[18..], isLittle), is64, isLittle) };
            var table = is64 ? U64(head[32..], isLittle) : U32(head[28..], isLittle);
            var (size, count) = is64
                ? (U16(head[54..], isLittle), U16(head[56..], isLittle))
                : (U16(head[42..], isLittle), U16(head[44..], isLittle));
            for (var i = 0; i < Math.Min(count, (ushort)64) && size >= (is64 ? 56 : 32); i++)
            {
                var at = table + (ulong)(i * size);
                if (at + size > (ulong)head.Length) break;
                var header = head[(int)at..];
                const uint interpreter = 3;
                if (U32(header, isLittle) != interpreter) continue;
                var (offset, length) = is64
                    ? (U64(header[8..], isLittle), U64(header[32..], isLittle))
                    : (U32(header[4..], isLittle), U32(header[16..], isLittle));
                if (length is 0 or > 256 || offset > (ulong)head.Length - length) break;
                return note with { Interpreter = Encoding.Latin1.GetString(head.Slice((int)offset, (int)length)).TrimEnd('\0') };
            }

            return note;
        }

        private static string ArchitectureOf(ushort machine, bool is64, bool isLittle) => machine switch
        {
            0x3E => "amd64",
            0xB7 => "arm64",
            0x28 => "arm",
            0x03 => "386",
            0xF3 when is64 => "riscv64",
            0x15 => isLittle ? "ppc64le" : "ppc64",
            0x16 => "s390x",
            0x102 => "loong64",
            0x08 when is64 => isLittle ? "mips64le" : "mips64",
            _ => "",
        };

        private static ushort U16(ReadOnlySpan<byte> bytes, bool isLittle) =>
            isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

        private static uint U32(ReadOnlySpan<byte> bytes, bool isLittle) =>
            isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

        private static ulong U64(ReadOnlySpan<byte> bytes, bool isLittle) =>
            isLittle ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
