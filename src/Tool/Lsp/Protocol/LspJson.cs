using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerGuard.Tool.Lsp.Protocol;

/// <summary>The JSON of the protocol.</summary>
internal static class LspJson
{
    /// <summary>Names in camel case, and no member whose value is null.</summary>
    public static JsonSerializerOptions Options { get; } = Configured(new JsonSerializerOptions());

    /// <summary>Sets the options of the protocol.</summary>
    public static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new LenientText());
        return options;
    }

    /// <summary>The parameters of a message.</summary>
    /// <exception cref="JsonException">They have another form.</exception>
    public static T Read<T>(JsonElement parameters) => parameters.Deserialize<T>(Options) ?? throw new JsonException("the value is null");

    /// <summary>
    /// Text that need not be valid: an editor may send half of a surrogate pair, or bytes of another encoding. Each of them becomes
    /// U+FFFD, so that one character does not end the synchronization of a document.
    /// </summary>
    private sealed class LenientText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException("the value is not a string");
            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return Unescaped(Encoding.UTF8.GetString(reader.ValueSpan));
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        private static string Unescaped(string text)
        {
            var result = new StringBuilder(text.Length);
            for (var at = 0; at < text.Length; at++)
            {
                if (text[at] != '\\' || at + 1 >= text.Length)
                {
                    result.Append(text[at]);
                    continue;
                }

                at++;
                if (text[at] == 'u' && at + 4 < text.Length)
                {
                    result.Append((char)Convert.ToInt32(text.Substring(at + 1, 4), 16));
                    at += 4;
                    continue;
                }

                result.Append(text[at] switch
                {
                    'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other,
                });
            }

            // A pair stays; a lone half is replaced.
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(result.ToString()));
        }
    }
}
