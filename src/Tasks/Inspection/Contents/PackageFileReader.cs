using ContainerGuard.Inspection.Layers;
using ContainerGuard.Packages.Contents;
using ContainerGuard.Packages.Readers;
using ContainerGuard.Packages.Readers.Programs;

namespace ContainerGuard.Inspection.Contents;

/// <summary>Reads the packages of a layer: databases and manifests as a whole, programs piece by piece.</summary>
internal sealed class PackageFileReader : IFileReader
{
    private const int ExecutableBits = 0b001_001_001;

    public static string ReaderName { get; } = $"packages/{PackageReaders.Version}";

    public string Name => ReaderName;

    public FileSink? Open(LayerEntry file)
    {
        if (PackageReaders.Find(file.Path) is { } reader)
        {
            return file.Size > PackageReaders.LargestFile
                ? new TooLargeFile(file.Path)
                : new WholeFile(
                    PackageReaders.LargestFile,
                    content => PackageNote.Write(PackageReaders.Read(reader, new PackageFile(file.Path, content))));
        }

        return (file.Mode & ExecutableBits) != 0 && file.Size >= GoBuildInfo.HeaderSize && !IsLibrary(file.Path)
            ? new Program(file.Path)
            : null;
    }

    private static bool IsLibrary(string path) =>
        path.EndsWith(".so", StringComparison.Ordinal) || path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        || path.Contains(".so.", StringComparison.Ordinal);

    private sealed class Program(string path) : FileSink, IDisposable
    {
        private readonly ProgramScan _scan = new(path);

        public override void Write(ReadOnlySpan<byte> piece) => _scan.Write(piece);

        public override byte[]? Finish() => PackageNote.Write(_scan.Finish());

        public void Dispose() => _scan.Dispose();
    }

    private sealed class TooLargeFile(string path) : FileSink
    {
        public override void Write(ReadOnlySpan<byte> piece)
        {
        }

        public override byte[]? Finish() => PackageNote.Write(PackageReaders.TooLarge(path));
    }
}
