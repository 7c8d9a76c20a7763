using System.Text;

namespace ContainerGuard.Text;

/// <summary>The lines of a text that is not trusted and may be too large for memory.</summary>
internal static class BoundedLines
{
    /// <summary>Reads the lines, without the blanks around them. A last line without an end counts, too.</summary>
    /// <param name="content">UTF-8.</param>
    /// <param name="longest">The most bytes of a line.</param>
    /// <param name="tooLong">Makes the exception for the number of a longer line, from 1.</param>
    public static IEnumerable<string> Read(Stream content, int longest, Func<int, Exception> tooLong)
    {
        var (buffer, line) = (new byte[64 * 1024], new byte[longest]);
        var (length, number) = (0, 1);
        for (int read; (read = content.Read(buffer, 0, buffer.Length)) > 0;)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == '\n')
                {
                    yield return Text();
                    length = 0;
                    number++;
                }
                else if (length == longest)
                {
                    throw tooLong(number);
                }
                else
                {
                    line[length++] = buffer[i];
                }
            }
        }

        if (length > 0) yield return Text();

        string Text() => Encoding.UTF8.GetString(line, 0, length).Trim();
    }
}
