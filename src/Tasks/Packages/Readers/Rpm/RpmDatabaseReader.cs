namespace ContainerGuard.Packages.Readers.Rpm;

/// <summary>The database of rpm, in one of the three formats that its versions have written.</summary>
internal sealed class RpmDatabaseReader : IPackageReader
{
    private static readonly string[] Folders = ["var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/"];
    private static readonly string[] Names = ["rpmdb.sqlite", "Packages.db", "Packages", "rpmdb.sqlite-wal"];

    public string Format => "a database of rpm";

    public bool Wants(string path)
    {
        foreach (var folder in Folders)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal)) return Array.IndexOf(Names, path[folder.Length..]) >= 0;
        }

        return false;
    }

    public void Read(PackageFile file, PackageFindings found)
    {
        if (file.Name.EndsWith("-wal", StringComparison.Ordinal))
        {
            if (file.Bytes.Length > SqliteTable.WalHeaderSize)
            {
                found.Note($"'{file.Path}' has changes that are not in the database yet. The list of RPM packages may be incomplete.");
            }

            return;
        }

        var size = 0L;
        foreach (var blob in Blobs(file.Content))
        {
            // Nothing of the file belongs to two packages: a damaged file cannot make more work than its size.
            size += blob.Length;
            if (size > file.Content.Length && found.Notes.Count > 0) return;
            if (size > file.Content.Length) throw new InvalidDataException("its packages overlap");
            try
            {
                RpmPackage.Add(blob.Span, found);
            }
            catch (InvalidDataException exception)
            {
                if (found.Packages.Count == PackageFindings.MostPackages) throw;
                // One damaged header does not hide the others.
                if (found.Notes.Count == 0) found.Note($"'{file.Path}' is damaged: {exception.Message}. Its other packages were read.");
            }
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Blobs(ReadOnlyMemory<byte> content)
    {
        if (SqliteTable.IsSqlite(content.Span)) return new SqliteTable(content).Blobs("Packages");
        if (NdbFile.IsNdb(content.Span)) return NdbFile.Blobs(content);
        if (BerkeleyHash.IsHash(content.Span)) return new BerkeleyHash(content).Values();
        throw new InvalidDataException("it is not SQLite, NDB or Berkeley DB");
    }
}
