using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContainerGuard.Formats;

/// <summary>
/// JSON files that people keep in source control or compare: an indentation of two spaces and one value on each line, so that a diff shows
/// only what has changed. The same content gives the same bytes.
/// </summary>
internal static class StableJson
{
    /// <param name="write">Writes the value.</param>
    /// <param name="newLine"><c>\n</c> or <c>\r\n</c>.</param>
    /// <returns>UTF-8 without a byte order mark, a line end last.</returns>
    public static byte[] Write(Action<Utf8JsonWriter> write, string newLine = "\n")
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            IndentSize = 2,
            NewLine = newLine,
            // Media types have a '+', which the default encoder would escape.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var json = new Utf8JsonWriter(buffer, options)) write(json);
        buffer.Write(Encoding.UTF8.GetBytes(newLine));
        return buffer.WrittenSpan.ToArray();
    }
}
