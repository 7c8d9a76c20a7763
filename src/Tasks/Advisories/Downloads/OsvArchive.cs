using System.IO.Compression;
using ContainerGuard.Advisories.Osv;
using ContainerGuard.Archives;
using ContainerGuard.Text;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>
/// Reads records of OSV into the rows of some ecosystems. The content is not trusted: sizes have limits, and a record that is not valid is
/// left out and counted.
/// </summary>
/// <param name="source">The source, for messages.</param>
/// <param name="ecosystems">The ecosystems with their releases: <c>Debian:13</c>, <c>npm</c>.</param>
/// <param name="now">The time of the clock: later times of change do not count.</param>
internal sealed class OsvArchive(Uri source, IReadOnlyCollection<string> ecosystems, DateTimeOffset now)
{
    /// <summary>In bytes, unpacked.</summary>
    public const int LargestRecord = 16 << 20;

    private const int MostRecords = 1_000_000;
    private const long BytesOfAnyRatio = 64L << 20;
    private const int HighestRatio = 100;

    /// <summary>The rows of each ecosystem.</summary>
    public IReadOnlyDictionary<string, List<Advisory>> Rows { get; } =
        ecosystems.ToDictionary(static name => name, static _ => new List<Advisory>(), StringComparer.Ordinal);

    /// <summary>The newest time of change.</summary>
    public DateTimeOffset Latest { get; private set; }

    /// <summary>The identifiers of the records of exactly that time.</summary>
    public List<string> AtLatest { get; } = [];

    /// <summary>The number of records that are not valid.</summary>
    public int Invalid { get; private set; }

    /// <summary>Why the first one is not valid, a clause; empty without one.</summary>
    public string FirstProblem { get; private set; } = "";

    /// <summary>Reads an archive of records.</summary>
    /// <param name="content">A zip file that can be searched.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="AdvisoryException">It is damaged, or exceeds a limit.</exception>
    public void Read(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MostRecords) throw new AdvisoryException(source, $"it has more than {MostRecords:N0} records");
            var rest = Math.Max(BytesOfAnyRatio, content.Length * HighestRatio);
            var buffer = new byte[64 * 1024];
            foreach (var entry in zip.Entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) continue;
                var length = Unpack(entry, ref buffer);
                rest -= length;
                if (rest < 0) throw new AdvisoryException(source, $"it unpacks to more than {HighestRatio} times its size");
                Add(buffer.AsMemory(0, length));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new AdvisoryException(source, "it is not a complete zip file");
        }
    }

    /// <summary>Reads a tar archive of records.</summary>
    /// <param name="content">The archive.</param>
    /// <param name="compression">Its compression.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="AdvisoryException">It is damaged, or exceeds a limit.</exception>
    public void ReadTar(Stream content, Compression compression, CancellationToken cancellationToken)
    {
        var limits = ArchiveLimits.Default with
        {
            MostEntries = MostRecords, HighestRatio = HighestRatio, BytesOfAnyRatio = BytesOfAnyRatio,
        };
        try
        {
            using var unpacked = new BoundedUnpacking(content, compression, () => content.Position, limits);
            var tar = new TarArchive(unpacked, limits);
            var record = new MemoryStream();
            while (tar.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (tar.Current.Type != TarEntryType.File) continue;
                if (!tar.Current.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) continue;
                if (tar.Current.Size > LargestRecord)
                {
                    throw new AdvisoryException(source, $"it has a record of more than {LargestRecord >> 20} MB");
                }

                record.SetLength(0);
                for (var piece = tar.NextChunk(); !piece.IsEmpty; piece = tar.NextChunk()) record.Write(piece);
                Add(record.GetBuffer().AsMemory(0, (int)record.Length));
            }
        }
        catch (ArchiveException exception)
        {
            throw new AdvisoryException(source, exception.Message);
        }
    }

    /// <summary>Adds the rows of a record. One that is not valid is counted.</summary>
    public void Add(ReadOnlyMemory<byte> record)
    {
        try
        {
            List<Advisory> rows = [];
            var (id, modified) = OsvRecord.Read(record, rows.Add);
            foreach (var row in rows)
            {
                if (Rows.TryGetValue(row.Ecosystem, out var list)) list.Add(row);
            }

            if (ModifiedList.ParseTime(modified) is not { } time || time > now || time < Latest) return;
            if (time > Latest) AtLatest.Clear();
            Latest = time;
            AtLatest.Add(id);
        }
        catch (Exception exception) when (JsonText.IsDamage(exception))
        {
            Refuse("it is not a record of OSV");
        }
    }

    /// <summary>Counts a record that cannot be used.</summary>
    /// <param name="problem">Why, a clause.</param>
    public void Refuse(string problem)
    {
        Invalid++;
        if (FirstProblem.Length == 0) FirstProblem = problem;
    }

    private int Unpack(ZipArchiveEntry entry, ref byte[] buffer)
    {
        // The stated length is not trusted.
        using var content = entry.Open();
        var length = 0;
        while (true)
        {
            var read = content.Read(buffer, length, buffer.Length - length);
            if (read == 0) return length;
            length += read;
            if (length < buffer.Length) continue;
            if (length >= LargestRecord) throw new AdvisoryException(source, $"it has a record of more than {LargestRecord >> 20} MB");
            Array.Resize(ref buffer, Math.Min(LargestRecord, buffer.Length * 2));
        }
    }
}
