using System.Buffers.Binary;
using System.Text;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>The head of a program, as much of it as an inspection reads.</summary>
internal static class ElfFile
{
    /// <param name="architecture">As in an image's platform.</param>
    /// <param name="loader">The dynamic loader; empty for a static program.</param>
    /// <param name="text">A text that the program contains.</param>
    public static byte[] Of(string architecture, string loader = "", string text = "")
    {
        var (machine, is64, isBig) = architecture switch
        {
            "amd64" => (0x3E, true, false),
            "arm64" => (0xB7, true, false),
            "arm" => (0x28, false, false),
            "386" => (0x03, false, false),
            "s390x" => (0x16, true, true),
            "ppc64le" => (0x15, true, false),
            "riscv64" => (0xF3, true, false),
            _ => throw new ArgumentException(architecture),
        };
        var file = new byte[512 + text.Length];
        "\u007fELF"u8.CopyTo(file);
        (file[4], file[5], file[6]) = ((byte)(is64 ? 2 : 1), (byte)(isBig ? 2 : 1), 1);
        U16(18, machine);
        var header = is64 ? 64 : 52;
        if (is64) U64(32, header);
        else U32(28, header);
        U16(is64 ? 54 : 42, is64 ? 56 : 32);
        U16(is64 ? 56 : 44, loader.Length == 0 ? 0 : 1);
        U32(header, 3);
        if (is64)
        {
            U64(header + 8, 256);
            U64(header + 32, loader.Length + 1);
        }
        else
        {
            U32(header + 4, 256);
            U32(header + 16, loader.Length + 1);
        }

        Encoding.ASCII.GetBytes(loader).CopyTo(file, 256);
        Encoding.ASCII.GetBytes(text).CopyTo(file, 512);
        return file;

        void U16(int at, int value)
        {
            if (isBig) BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at), (ushort)value);
            else BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)value);
        }

        void U32(int at, int value)
        {
            if (isBig) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(at), value);
            else BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        }

        void U64(int at, int value)
        {
            if (isBig) BinaryPrimitives.WriteInt64BigEndian(file.AsSpan(at), value);
            else BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), value);
        }
    }
}
