using System.Buffers.Binary;
using System.Text;

namespace ContainerGuard.Advisories.Index;

/// <summary>
/// The rows of one ecosystem as one block of bytes, in which a package is found by binary search. Nothing is decoded before it is asked
/// for. The form, in which an integer has four bytes, the lowest first:
/// <list type="bullet">
/// <item>the mark, and the numbers of texts, advisories and packages</item>
/// <item>the ends of the texts, the ends of the advisories, and for each package, by name, its text and the end of its rows</item>
/// <item>the texts as UTF-8, of which the second is the ecosystem; the advisories; the rows</item>
/// </list>
/// </summary>
internal sealed class AdvisoryIndex : IAdvisoryIndex
{
    /// <summary>Its last byte is the version of the form.</summary>
    public static ReadOnlySpan<byte> Magic => "CGADVIX\u0001"u8;

    private const int HeaderLength = 20;

    private readonly byte[] _content;
    private readonly int _texts;
    private readonly int _advisories;
    private readonly int _packages;
    private readonly int _textStart;
    private readonly int _detailStart;
    private readonly int _rowStart;

    /// <param name="content">The bytes of <see cref="AdvisoryIndexWriter"/>.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public AdvisoryIndex(byte[] content)
    {
        _content = content;
        if (content.Length < HeaderLength || !content.AsSpan().StartsWith(Magic)) throw Damaged("its format is not valid");
        (_texts, _advisories, _packages) = (Integer(8), Integer(12), Integer(16));
        var tables = HeaderLength + (4L * _texts) + (4L * _advisories) + (8L * _packages);
        if (_texts < 2 || _advisories < 0 || _packages < 0 || tables > content.Length) throw Damaged("it has more entries than bytes");
        _textStart = (int)tables;
        _detailStart = Add(_textStart, TextEnd(_texts - 1));
        _rowStart = Add(_detailStart, _advisories == 0 ? 0 : DetailEnd(_advisories - 1));
        if (Add(_rowStart, _packages == 0 ? 0 : RowEnd(_packages - 1)) != content.Length) throw Damaged("it has another length");
        Ecosystem = Text(1);
    }

    public string Ecosystem { get; }

    /// <summary>The number of packages with rows.</summary>
    public int Packages => _packages;

    /// <summary>The rows of a package; empty if it has none.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public List<Advisory> Find(string package)
    {
        var name = Encoding.UTF8.GetBytes(PackageName.KeyOf(Ecosystem, package));
        int low = 0, high = _packages - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var result = CompareNames(TextBytes(NameText(middle)), name);
            if (result == 0) return Rows(middle);
            if (result < 0) low = middle + 1;
            else high = middle - 1;
        }

        return [];
    }

    /// <summary>All rows, in the order of the packages.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public IEnumerable<Advisory> All() => Enumerable.Range(0, _packages).SelectMany(Rows);

    private List<Advisory> Rows(int package)
    {
        var start = Add(_rowStart, package == 0 ? 0 : RowEnd(package - 1));
        var reader = new NumberReader(Slice(start, Add(_rowStart, RowEnd(package))));
        List<Advisory> rows = [];
        while (!reader.IsAtEnd) rows.Add(Row(ref reader));
        return rows;
    }

    private Advisory Row(ref NumberReader reader)
    {
        var advisory = reader.Next(_advisories);
        var count = reader.Count();
        var ranges = new List<AffectedRange>(count);
        for (var i = 0; i < count; i++)
        {
            var flags = reader.Next(16);
            var lower = (flags & 1) != 0 ? Text(reader.Next(_texts)) : null;
            var upper = (flags & 4) != 0 ? Text(reader.Next(_texts)) : null;
            ranges.Add(new AffectedRange(lower, (flags & 2) != 0, upper, (flags & 8) != 0));
        }

        var versions = Texts(ref reader);
        var platforms = Texts(ref reader);
        var vendorState = Text(reader.Next(_texts));
        var package = Text(reader.Next(_texts));

        var detailStart = Add(_detailStart, advisory == 0 ? 0 : DetailEnd(advisory - 1));
        var details = new NumberReader(Slice(detailStart, Add(_detailStart, DetailEnd(advisory))));
        var id = Text(details.Next(_texts));
        var severity = details.Next(((int)AdvisorySeverity.Critical << 1) + 2);
        return new Advisory
        {
            Id = id,
            Ecosystem = Ecosystem,
            Package = package,
            Severity = (AdvisorySeverity)(severity >> 1),
            IsExploited = (severity & 1) != 0,
            SeveritySource = Text(details.Next(_texts)),
            Url = Text(details.Next(_texts)),
            Module = Text(details.Next(_texts)),
            Aliases = Texts(ref details),
            Ranges = ranges,
            Versions = versions,
            Platforms = platforms,
            VendorState = vendorState,
        };
    }

    private List<string> Texts(ref NumberReader reader)
    {
        var count = reader.Count();
        var texts = new List<string>(count);
        for (var i = 0; i < count; i++) texts.Add(Text(reader.Next(_texts)));
        return texts;
    }

    private string Text(int number) => Encoding.UTF8.GetString(TextBytes(number));

    private ReadOnlySpan<byte> TextBytes(int number) =>
        Slice(Add(_textStart, number == 0 ? 0 : TextEnd(number - 1)), Add(_textStart, TextEnd(number)));

    /// <summary>As <see cref="StringComparer.Ordinal"/>, which differs from the order of bytes for rare characters.</summary>
    private static int CompareNames(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        string.CompareOrdinal(Encoding.UTF8.GetString(left), Encoding.UTF8.GetString(right));

    private int TextEnd(int number) => Integer(HeaderLength + (4 * number));

    private int DetailEnd(int number) => Integer(HeaderLength + (4 * (_texts + number)));

    private int NameText(int number)
    {
        var name = Integer(HeaderLength + (4 * (_texts + _advisories)) + (8 * number));
        return name >= 0 && name < _texts ? name : throw Damaged("a package has no name");
    }

    private int RowEnd(int number) => Integer(HeaderLength + (4 * (_texts + _advisories)) + (8 * number) + 4);

    private int Integer(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_content.AsSpan(offset, 4));

    private int Add(int start, int length) =>
        length >= 0 && length <= _content.Length - start ? start + length : throw Damaged("an entry is outside the file");

    private ReadOnlySpan<byte> Slice(int start, int end) =>
        start <= end ? _content.AsSpan(start..end) : throw Damaged("its entries are not in order");

    private static InvalidDataException Damaged(string reason) => new($"the index of vulnerabilities is damaged: {reason}");

    private ref struct NumberReader(ReadOnlySpan<byte> content)
    {
        private ReadOnlySpan<byte> _rest = content;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        /// <summary>A number below a limit.</summary>
        public int Next(int limit)
        {
            var number = 0L;
            for (var shift = 0; ; shift += 7)
            {
                if (_rest.IsEmpty || shift > 28) throw Damaged("a row ends early");
                var part = _rest[0];
                _rest = _rest[1..];
                number |= (long)(part & 0x7f) << shift;
                if (part < 0x80) break;
            }

            return number < limit ? (int)number : throw Damaged("a row names an entry that does not exist");
        }

        /// <summary>The number of entries that follow, of which each has at least one byte.</summary>
        public int Count()
        {
            var count = Next(int.MaxValue);
            return count <= _rest.Length ? count : throw Damaged("a row has more entries than bytes");
        }
    }
}
