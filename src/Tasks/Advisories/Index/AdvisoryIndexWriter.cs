using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ContainerGuard.Advisories.Index;

/// <summary>
/// Writes the rows of one ecosystem into the form of <see cref="AdvisoryIndex"/>. Texts are written once, and a row names its advisory
/// and texts by number. The same rows give the same bytes, in any sequence.
/// </summary>
internal static class AdvisoryIndexWriter
{
    /// <param name="ecosystem">The ecosystem of all rows.</param>
    /// <param name="rows">The rows.</param>
    public static byte[] Write(string ecosystem, IEnumerable<Advisory> rows)
    {
        var packages = rows.GroupBy(row => PackageName.KeyOf(ecosystem, row.Package), StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => (Name: group.Key, Rows: group.OrderBy(static row => row.Id, StringComparer.Ordinal).ToList())).ToList();

        var texts = new Numbering();
        texts.Of("");
        texts.Of(ecosystem);
        var advisories = new Numbering();
        var details = new ArrayBufferWriter<byte>();
        List<int> detailEnds = [];
        var body = new ArrayBufferWriter<byte>();
        List<(int Name, int End)> entries = [];
        foreach (var (name, group) in packages)
        {
            foreach (var row in group)
            {
                var number = advisories.Of(KeyOf(row));
                if (number == detailEnds.Count)
                {
                    WriteDetails(details, row, texts);
                    detailEnds.Add(details.WrittenCount);
                }

                WriteNumber(body, number);
                WriteRow(body, row, texts);
            }

            entries.Add((texts.Of(name), body.WrittenCount));
        }

        return Assemble(texts, detailEnds, details.WrittenSpan, entries, body.WrittenSpan);
    }

    private static string KeyOf(Advisory row) =>
        string.Join(
            '\n',
            [row.Id, $"{(int)row.Severity}", row.SeveritySource, row.Url, row.IsExploited ? "1" : "", row.Module, .. row.Aliases]);

    private static void WriteDetails(ArrayBufferWriter<byte> target, Advisory row, Numbering texts)
    {
        WriteNumber(target, texts.Of(row.Id));
        WriteNumber(target, ((int)row.Severity << 1) | (row.IsExploited ? 1 : 0));
        WriteNumber(target, texts.Of(row.SeveritySource));
        WriteNumber(target, texts.Of(row.Url));
        WriteNumber(target, texts.Of(row.Module));
        WriteTexts(target, row.Aliases, texts);
    }

    private static void WriteRow(ArrayBufferWriter<byte> target, Advisory row, Numbering texts)
    {
        WriteNumber(target, row.Ranges.Count);
        foreach (var range in row.Ranges)
        {
            WriteNumber(target, (range.Lower is null ? 0 : 1) | (range.IsLowerIncluded ? 2 : 0)
                | (range.Upper is null ? 0 : 4) | (range.IsUpperIncluded ? 8 : 0));
            if (range.Lower is not null) WriteNumber(target, texts.Of(range.Lower));
            if (range.Upper is not null) WriteNumber(target, texts.Of(range.Upper));
        }

        WriteTexts(target, row.Versions, texts);
        WriteTexts(target, row.Platforms, texts);
        WriteNumber(target, texts.Of(row.VendorState));
        WriteNumber(target, texts.Of(row.Package));
    }

    private static void WriteTexts(ArrayBufferWriter<byte> target, IReadOnlyList<string> list, Numbering texts)
    {
        WriteNumber(target, list.Count);
        foreach (var text in list) WriteNumber(target, texts.Of(text));
    }

    /// <summary>Seven bits in a byte, the lowest first.</summary>
    private static void WriteNumber(ArrayBufferWriter<byte> target, int number)
    {
        for (var rest = (uint)number; ; rest >>= 7)
        {
            var isLast = rest < 0x80;
            target.GetSpan(1)[0] = (byte)(isLast ? rest : rest | 0x80);
            target.Advance(1);
            if (isLast) return;
        }
    }

    private static byte[] Assemble(
        Numbering texts, List<int> detailEnds, ReadOnlySpan<byte> details, List<(int Name, int End)> entries, ReadOnlySpan<byte> body)
    {
        var encoded = new ArrayBufferWriter<byte>();
        List<int> textEnds = [];
        foreach (var text in texts.InOrder)
        {
            encoded.Advance(Encoding.UTF8.GetBytes(text, encoded.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
            textEnds.Add(encoded.WrittenCount);
        }

        var target = new ArrayBufferWriter<byte>();
        target.Write(AdvisoryIndex.Magic);
        WriteInteger(target, textEnds.Count);
        WriteInteger(target, detailEnds.Count);
        WriteInteger(target, entries.Count);
        foreach (var end in textEnds) WriteInteger(target, end);
        foreach (var end in detailEnds) WriteInteger(target, end);
        foreach (var (name, end) in entries)
        {
            WriteInteger(target, name);
            WriteInteger(target, end);
        }

        target.Write(encoded.WrittenSpan);
        target.Write(details);
        target.Write(body);
        return target.WrittenSpan.ToArray();
    }

    private static void WriteInteger(ArrayBufferWriter<byte> target, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target.GetSpan(4), number);
        target.Advance(4);
    }

    /// <summary>Numbers texts by their first use.</summary>
    private sealed class Numbering
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public List<string> InOrder { get; } = [];

        public int Of(string text)
        {
            if (_numbers.TryGetValue(text, out var number)) return number;
            _numbers.Add(text, InOrder.Count);
            InOrder.Add(text);
            return InOrder.Count - 1;
        }
    }
}
