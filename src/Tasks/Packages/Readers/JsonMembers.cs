using System.Text;
using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Readers;

/// <summary>Reads JSON whose form is not certain: a member that is missing or of another kind is empty.</summary>
internal static class JsonMembers
{
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = 256, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="InvalidDataException">It is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            return JsonDocument.Parse(content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content, Options);
        }
        catch (JsonException)
        {
            throw new InvalidDataException("it is not valid JSON");
        }
    }

    /// <summary>A member's text; empty without one.</summary>
    public static string Text(this JsonElement parent, string name) => parent.Member(name).Text();

    /// <summary>The text of a value; empty for another kind, and for text that is not Unicode.</summary>
    public static string Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    public static bool IsTrue(this JsonElement parent, string name) => parent.Member(name).ValueKind == JsonValueKind.True;
}
