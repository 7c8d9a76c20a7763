using System.Globalization;
using System.Text;

namespace ContainerGuard.Files;

/// <summary>
/// A result that is kept on disk for the next build. It is valid for the same inputs, as long as no file that it is based on has changed.
/// A file that only grows in place is seen when its folder or another file changes, or when the inputs do.
/// </summary>
/// <param name="path">The file of the result, absolute. It need not exist.</param>
/// <param name="disk">The disk.</param>
internal sealed class KeptResult(string path, IFileSystem disk)
{
    private const int LargestFile = 1 << 22;

    /// <summary>The result; null if nothing is kept, or if the inputs or a file have changed.</summary>
    /// <param name="key">The inputs, in one line.</param>
    public string? Find(string key)
    {
        if (disk.ReadText(path, LargestFile) is not { } text) return null;
        var rest = text.AsSpan();
        if (!Line(ref rest).SequenceEqual(key) || !int.TryParse(Line(ref rest), CultureInfo.InvariantCulture, out var count)) return null;
        for (; count > 0; count--)
        {
            var line = Line(ref rest);
            var space = line.IndexOf(' ');
            if (space < 0 || !long.TryParse(line[..space], CultureInfo.InvariantCulture, out var written)) return null;
            if (disk.LastWrite(line[(space + 1)..].ToString()).Ticks != written) return null;
        }

        return rest.ToString();
    }

    /// <summary>Keeps a result. If it cannot be written, the next build computes it again.</summary>
    /// <param name="key">The inputs, in one line.</param>
    /// <param name="files">
    /// The files that the result is based on. A result is not kept if one of them is a link or was just written.
    /// </param>
    /// <param name="result">The result.</param>
    public void Keep(string key, RecordedFiles files, string result)
    {
        if (!files.CanBeKept) return;
        var text = new StringBuilder(key).Append('\n').Append(files.Recordings.Count).Append('\n');
        foreach (var (file, written) in files.Recordings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{written.Ticks} {file}\n");
        }

        _ = TextFile.Write(path, Encoding.UTF8.GetBytes(text.Append(result).ToString()), "result");
    }

    private static ReadOnlySpan<char> Line(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return line;
    }
}
