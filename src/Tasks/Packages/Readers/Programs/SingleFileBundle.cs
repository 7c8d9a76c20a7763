using System.Text;
using ContainerGuard.Packages.Readers.DotNet;

namespace ContainerGuard.Packages.Readers.Programs;

/// <summary>
/// The files inside a .NET program that was published as a single file (dotnet/runtime, Microsoft.NET.HostModel, Bundle/Manifest.cs). The
/// program has a signature, and before it the offset of the manifest, which is at its end and lists the files.
/// </summary>
internal static class SingleFileBundle
{
    /// <summary>SHA-256 of ".net core bundle".</summary>
    public static readonly byte[] Signature = Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

    private const int MostFiles = 100_000, LargestDeps = 64 << 20;

    /// <summary>The packages of the program, by the dependency manifest in it.</summary>
    /// <param name="program">The end of the program.</param>
    /// <param name="start">Where in the program it begins.</param>
    /// <param name="manifest">The offset of the manifest.</param>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static IEnumerable<Package> Packages(Stream program, long start, long manifest)
    {
        var (deps, names) = Read(program, start, manifest);
        if (deps is null) return [];
        var packages = DepsJsonReader.PackagesOf(DotNetDeps.Parse(deps), "").ToList();
        // Trimming removes whole libraries. Without their own entries, they are part of the program itself.
        return packages.Where(package => package.Role != PackageRole.Dependency || package.Files.Any(file => IsIn(file, names)))
            .Select(static package => package with { Files = [] });
    }

    private static bool IsIn(string file, HashSet<string> names) =>
        names.Contains(file) || names.Contains(file[(file.LastIndexOf('/') + 1)..])
        // A native library is linked into the program, or lies beside it.
        || !file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    private static (byte[]? Deps, HashSet<string> Names) Read(Stream program, long start, long manifest)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        if (manifest < start || manifest >= start + program.Length) throw new InvalidDataException("the manifest of its files is missing");
        using var reader = new BinaryReader(program, Encoding.UTF8, leaveOpen: true);
        try
        {
            program.Position = manifest - start;
            var major = reader.ReadUInt32();
            reader.ReadUInt32();
            var count = reader.ReadInt32();
            if (count is < 0 or > MostFiles || major is 0 or > 100) throw new InvalidDataException("the manifest of its files is damaged");
            Text(reader);
            long offset = 0, size = 0;
            if (major >= 2)
            {
                (offset, size) = (reader.ReadInt64(), reader.ReadInt64());
                program.Position += 24;
            }

            for (var i = 0; i < count; i++)
            {
                var (at, length) = (reader.ReadInt64(), reader.ReadInt64());
                if (major >= 6) reader.ReadInt64();
                reader.ReadByte();
                var name = Text(reader);
                names.Add(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]);
                names.Add(name.Replace('\\', '/'));
                if (size == 0 && name.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase)) (offset, size) = (at, length);
            }

            if (size is <= 0 or > LargestDeps || offset < start) return (null, names);
            program.Position = offset - start;
            var deps = reader.ReadBytes((int)size);
            return (deps.Length == size ? deps : null, names);
        }
        catch (Exception exception) when (exception is EndOfStreamException or IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("the manifest of its files is damaged");
        }
    }

    private static string Text(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        if (length is < 0 or > 4096) throw new InvalidDataException("the manifest of its files is damaged");
        return Encoding.UTF8.GetString(reader.ReadBytes(length));
    }
}
