using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Archives;

/// <summary>The records of a pax extended header (POSIX.1-2001, pax): <c>length key=value\n</c>.</summary>
internal sealed class PaxRecords
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private List<TarExtent>? _extents;
    private long? _offset;

    /// <summary>The value; null without one. An empty value takes back the one of a global header.</summary>
    public string? this[string key] => _values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

    /// <summary>The extents of GNU's sparse format 0.0, which repeats its keys; null for others.</summary>
    public IReadOnlyList<TarExtent>? Extents => _extents;

    public bool Has(string key) => _values.ContainsKey(key);

    /// <exception cref="ArchiveException">A record is malformed.</exception>
    public void Read(ReadOnlySpan<byte> content, int mostExtents)
    {
        while (!content.IsEmpty)
        {
            var space = content.IndexOf((byte)' ');
            // Some writers fill the block with zeros.
            if (space < 0 && TarHeader.IsZero(content)) return;
            if (space is <= 0 or > 10 || !int.TryParse(content[..space], NumberStyles.None, null, out var length)
                || length <= space + 1 || length > content.Length || content[length - 1] != '\n')
            {
                throw ArchiveException.Damaged("an extended header has a malformed record");
            }

            var record = content[(space + 1)..(length - 1)];
            content = content[length..];
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0) throw ArchiveException.Damaged("an extended header has a record without a key");
            Set(LosslessUtf8.Decode(record[..equals]), LosslessUtf8.Decode(record[(equals + 1)..]), mostExtents);
        }
    }

    /// <exception cref="ArchiveException">It is not a number.</exception>
    public long? Number(string key)
    {
        if (this[key] is not { } text) return null;
        // Times have fractions.
        var whole = text.AsSpan(0, text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? point : text.Length);
        return long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw ArchiveException.Damaged($"an extended header has an invalid {key}");
    }

    private void Set(string key, string value, int mostExtents)
    {
        switch (key)
        {
            case "GNU.sparse.offset":
                _offset = Parse(key, value);
                return;
            case "GNU.sparse.numbytes":
                _extents ??= [];
                if (_extents.Count == mostExtents) throw ArchiveException.TooLarge($"a sparse file has more than {mostExtents} extents");
                _extents.Add(new TarExtent(
                    _offset ?? throw ArchiveException.Damaged("a sparse file has a length without an offset"), Parse(key, value)));
                _offset = null;
                return;
            default:
                _values[key] = value;
                return;
        }
    }

    private static long Parse(string key, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ArchiveException.Damaged($"an extended header has an invalid {key}");
}
