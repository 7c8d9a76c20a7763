using System.Text;
using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>Turns the body of an error answer into a clause: <c>manifest unknown (MANIFEST_UNKNOWN)</c>.</summary>
internal static class RegistryErrorBody
{
    private const int LongestText = 300;

    /// <summary>
    /// Reads the distribution specification's <c>errors</c> list, OAuth's <c>error_description</c>, Docker Hub's <c>details</c>
    /// and <c>message</c>, and short plain text. Other content, such as HTML, is ignored.
    /// </summary>
    public static string? Explain(ReadOnlyMemory<byte> body)
    {
        if (body.Length is 0 or > 64 * 1024)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Clean(FromJson(document.RootElement));
        }
        catch (InvalidOperationException)
        {
            // A string in it is not Unicode.
            return null;
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body.Span);
            return text.AsSpan().TrimStart().StartsWith('<') ? null : Clean(text);
        }
    }

    private static string? FromJson(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in errors.EnumerateArray())
            {
                var (code, message) = (error.Text("code"), error.Text("message"));
                if (message is not null || code is not null)
                {
                    return message is null ? code : code is null ? message : $"{message} ({code})";
                }
            }
        }

        return root.Text("error_description") ?? root.Text("details") ?? root.Text("message") ?? root.Text("error");
    }

    /// <summary>One line, no control characters, not too long: the text is for a terminal.</summary>
    private static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var line = PlainText.Of(text.Trim(), LongestText + 1);
        return (line.Length > LongestText ? $"{line[..LongestText]}…" : line).TrimEnd('.', ' ');
    }
}
