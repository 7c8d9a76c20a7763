using ContainerGuard.Packages.Readers;
using ContainerGuard.Packages.Readers.DotNet;
using ContainerGuard.Packages.Readers.Languages;
using ContainerGuard.Packages.Readers.Rpm;
using ContainerGuard.Packages.Readers.Systems;

namespace ContainerGuard.Packages.Contents;

/// <summary>All readers of packages, and the guard around them: a file that cannot be read becomes a note.</summary>
internal static class PackageReaders
{
    /// <summary>Changes with every change of what the readers find, so that known layers are read again.</summary>
    public const int Version = 1;

    /// <summary>In bytes; a larger file is not read.</summary>
    public const int LargestFile = 256 << 20;

    private static readonly IPackageReader[] All =
    [
        new DpkgReader(), new DpkgFilesReader(), new ChiselReader(), new ApkReader(), new RpmDatabaseReader(),
        new ContainerManifestReader(), new DepsJsonReader(), new NpmPackageReader(), new PythonReader(), new GemSpecReader(),
        new JarReader(), new ComposerReader(),
        new LockFileReader(),
    ];

    /// <summary>The reader of a file; null if it does not list packages.</summary>
    public static IPackageReader? Find(string path)
    {
        foreach (var reader in All)
        {
            if (reader.Wants(path)) return reader;
        }

        return null;
    }

    /// <summary>Reads a file. Damage becomes a note.</summary>
    public static PackageFindings Read(IPackageReader reader, PackageFile file)
    {
        var found = new PackageFindings();
        try
        {
            reader.Read(file, found);
        }
        catch (InvalidDataException exception)
        {
            found.Note($"'{file.Path}' cannot be read as {reader.Format}: {exception.Message.TrimEnd('.')}.");
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or OverflowException
            or InvalidOperationException or FormatException or IOException or System.Text.RegularExpressions.RegexMatchTimeoutException
            or Archives.ArchiveException)
        {
            found.Note($"'{file.Path}' cannot be read as {reader.Format}: it is damaged.");
        }

        return found;
    }

    /// <summary>What is found in a file beyond <see cref="LargestFile"/>: a note that it was not read.</summary>
    public static PackageFindings TooLarge(string path)
    {
        var findings = new PackageFindings();
        findings.Note($"'{path}' is larger than {LargestFile >> 20} MB, and its packages were not read.");
        return findings;
    }
}
