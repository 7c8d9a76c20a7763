using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ContainerGuard.Inspection.Facts;

/// <summary>
/// Writes text that may not be Unicode: paths of Linux are bytes, and a byte that is not UTF-8 is a lone surrogate (PEP 383). JSON can
/// escape it; the framework's writer refuses it.
/// </summary>
internal static class JsonTexts
{
    public static void WriteText(this Utf8JsonWriter json, string name, string? value)
    {
        json.WritePropertyName(name);
        if (value is null) json.WriteNullValue();
        else json.WriteTextValue(value);
    }

    public static void WriteTextIfAny(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteText(name, value);
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteTextValue(value);
        json.WriteEndArray();
    }

    public static void WriteTextValue(this Utf8JsonWriter json, string value)
    {
        if (!HasLoneSurrogate(value))
        {
            json.WriteStringValue(value);
            return;
        }

        var text = new StringBuilder(value.Length + 16).Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is '"' or '\\' or < ' ' || char.IsSurrogate(value[i]))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)value[i]:x4}");
            }
            else
            {
                text.Append(value[i]);
            }
        }

        json.WriteRawValue(text.Append('"').ToString(), skipInputValidation: true);
    }

    private static bool HasLoneSurrogate(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return true;
            i++;
        }

        return false;
    }
}
