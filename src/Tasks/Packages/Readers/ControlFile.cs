using System.Text;

namespace ContainerGuard.Packages.Readers;

/// <summary>
/// Paragraphs of fields: the control files of Debian (deb822(5)) and the headers of Python's metadata (RFC 822). A line that begins with a
/// blank continues the value of the field before.
/// </summary>
internal static class ControlFile
{
    /// <summary>In characters: what a long description has beyond it is not of use.</summary>
    private const int LongestValue = 64 * 1024;

    /// <summary>The paragraphs, which blank lines separate. Names ignore case; of a repeated field the first value counts.</summary>
    /// <param name="content">UTF-8.</param>
    /// <param name="wanted">The fields to keep.</param>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Paragraphs(ReadOnlyMemory<byte> content, IReadOnlySet<string> wanted)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        string? name = null;
        StringBuilder value = new();
        foreach (var line in PackageText.Lines(content))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                End();
                if (fields.Count > 0) yield return fields;
                fields = new(StringComparer.OrdinalIgnoreCase);
            }
            else if (line[0] is ' ' or '\t')
            {
                if (name is not null && value.Length < LongestValue) value.Append('\n').Append(line.AsSpan().Trim());
            }
            else
            {
                End();
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon > 0 && wanted.Contains(line[..colon].TrimEnd()))
                {
                    name = line[..colon].TrimEnd();
                    value.Append(line.AsSpan(colon + 1).Trim());
                }
            }
        }

        End();
        if (fields.Count > 0) yield return fields;

        void End()
        {
            if (name is not null) fields.TryAdd(name, value.ToString());
            name = null;
            value.Clear();
        }
    }
}
