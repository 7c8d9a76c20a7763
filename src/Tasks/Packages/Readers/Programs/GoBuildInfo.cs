using System.Buffers.Binary;

namespace ContainerGuard.Packages.Readers.Programs;

/// <summary>A module of a Go program.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Version">With a <c>v</c>; <c>(devel)</c> for the main module of a build without a version.</param>
/// <param name="Sum">The hash as in go.sum; empty without one.</param>
/// <param name="ReplacedBy">The module that is used instead; null without one.</param>
internal sealed record GoModule(string Path, string Version, string Sum, GoModule? ReplacedBy = null);

/// <summary>What the Go linker writes into programs (Go, src/debug/buildinfo and src/runtime/debug/mod.go).</summary>
/// <param name="GoVersion"><c>go1.22.1</c>.</param>
/// <param name="Main">The main module; null if the program was built without modules.</param>
/// <param name="Modules">The dependencies.</param>
/// <param name="Settings">The settings of the build.</param>
internal sealed record GoBuildInfo(
    string GoVersion, GoModule? Main, IReadOnlyList<GoModule> Modules, IReadOnlyList<KeyValuePair<string, string>> Settings)
{
    /// <summary>The length of the fixed part: mark, size of a pointer, flags, and two pointers in the older format.</summary>
    public const int HeaderSize = 32;

    private const int BigEndian = 1, Inline = 2, LongestText = 1 << 22;

    private static readonly byte[] MarkBytes = [0xFF, .. " Go buildinf:"u8];

    /// <summary>The mark at the beginning, which is aligned to 16 bytes.</summary>
    public static ReadOnlySpan<byte> Mark => MarkBytes;

    /// <summary>Reads the information.</summary>
    /// <param name="info">The bytes from the mark on.</param>
    /// <param name="program">The whole program, for the format before Go 1.18, which has pointers; null if it is not at hand.</param>
    /// <returns>Null if it is not there, or not complete.</returns>
    public static GoBuildInfo? Read(ReadOnlySpan<byte> info, ProgramMemory? program)
    {
        if (info.Length < HeaderSize || !info.StartsWith(Mark)) return null;
        var (pointerSize, flags) = (info[14], info[15]);
        if ((flags & Inline) != 0)
        {
            var rest = info[HeaderSize..];
            return Text(ref rest) is { } version && Text(ref rest) is { } modules ? Parse(version, modules) : null;
        }

        if (program is null || pointerSize is not (4 or 8)) return null;
        var isBig = (flags & BigEndian) != 0;
        return program.GoText(Pointer(info[16..], pointerSize, isBig), pointerSize, isBig) is { Length: > 0 } old
            ? Parse(
                PackageText.Decode(old),
                PackageText.Decode(program.GoText(Pointer(info[(16 + pointerSize)..], pointerSize, isBig), pointerSize, isBig)))
            : null;
    }

    /// <summary>Reads the lines of the modules.</summary>
    /// <param name="version">The version of Go.</param>
    /// <param name="modules">With or without the marks of 16 bytes around it.</param>
    public static GoBuildInfo Parse(string version, string modules)
    {
        GoModule? main = null;
        List<GoModule> all = [];
        List<KeyValuePair<string, string>> settings = [];
        foreach (var line in modules.Split('\n'))
        {
            // The first line has 16 bytes before its word.
            var fields = line.Split('\t');
            switch (fields)
            {
                case ["mod", var path, var number, ..]: main = new GoModule(path, number, fields.ElementAtOrDefault(3) ?? ""); break;
                case ["dep", var path, var number, ..]: all.Add(new GoModule(path, number, fields.ElementAtOrDefault(3) ?? "")); break;
                case ["=>", var path, ..]:
                    var other = new GoModule(path, fields.ElementAtOrDefault(2) ?? "", fields.ElementAtOrDefault(3) ?? "");
                    if (all.Count > 0) all[^1] = all[^1] with { ReplacedBy = other };
                    else if (main is not null) main = main with { ReplacedBy = other };
                    break;
                case ["build", var setting] when setting.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign:
                    settings.Add(new(setting[..sign], setting[(sign + 1)..]));
                    break;
            }
        }

        return new GoBuildInfo(version, main, all, settings);
    }

    /// <summary>The packages of a program: its modules, and the standard library.</summary>
    public IEnumerable<Package> Packages()
    {
        if (GoVersion.StartsWith("go", StringComparison.Ordinal))
        {
            yield return Of("stdlib", GoVersion[2..].Split(' ')[0]) with { Role = PackageRole.Runtime };
        }

        if (Main is not null) yield return Of(Main) with { Role = PackageRole.Application };
        foreach (var module in Modules) yield return Of(module);
    }

    private static Package Of(GoModule module)
    {
        // A folder that replaces a module has no version; its code is not known to be that of the module.
        var used = module.ReplacedBy ?? module;
        return Of(used.Path, used.Version is "(devel)" ? "" : used.Version);
    }

    private static Package Of(string path, string version) => new()
    {
        Type = PackageType.Go, Name = PackageText.Clean(path), Version = PackageText.Clean(version),
    };

    private static string? Text(ref ReadOnlySpan<byte> bytes)
    {
        ulong length = 0;
        for (var i = 0; ; i++)
        {
            if (i >= bytes.Length || i == 10) return null;
            length |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            break;
        }

        if (length > (ulong)Math.Min(bytes.Length, LongestText)) return null;
        var text = PackageText.Decode(bytes[..(int)length]);
        bytes = bytes[(int)length..];
        return text;
    }

    private static ulong Pointer(ReadOnlySpan<byte> bytes, int size, bool isBig) => size == 8
        ? isBig ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes)
        : isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
