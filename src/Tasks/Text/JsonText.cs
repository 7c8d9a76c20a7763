using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerGuard.Text;

/// <summary>Reads JSON from other programs, whose values may have unexpected types.</summary>
internal static class JsonText
{
    /// <summary>
    /// Whether an exception means that a text is not JSON, or that a string in it is not Unicode. System.Text.Json reports the second only
    /// when the string is read, with another exception.
    /// </summary>
    public static bool IsDamage(Exception exception) => exception is JsonException or InvalidOperationException;

    /// <summary>Reads an object that is to be changed, of which every name and text can then be read.</summary>
    /// <returns>Null for other JSON, a damaged one, an object that has a name twice, and text that is not Unicode.</returns>
    public static JsonObject? ParseObject(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var reader = new Utf8JsonReader(content);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
            }

            return JsonObject.Create(document.RootElement.Clone());
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            return null;
        }
    }

    /// <summary>The value of a property; undefined if the property is missing, or the parent is not an object.</summary>
    public static JsonElement Member(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The properties of an object; none for another kind of value.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement parent) =>
        parent.ValueKind == JsonValueKind.Object ? parent.EnumerateObject() : [];

    /// <summary>The elements of an array; none for another kind of value.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement parent) =>
        parent.ValueKind == JsonValueKind.Array ? parent.EnumerateArray() : [];

    /// <summary>The value of a property; null if the property is missing or not a string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The elements of an array, without those that are null.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement element, string name) => element.Member(name).Elements();

    /// <summary>
    /// The elements of this array, without those that are null. These are loops, because LINQ over a structure of another assembly is not
    /// compiled ahead of time, and would need most of the time of a small document.
    /// </summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) yield break;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Null) yield return item;
        }
    }

    /// <summary>What is read of the elements of an array, without those that are null.</summary>
    /// <param name="element">The object that has the array.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="most">The number of elements that are read.</param>
    /// <param name="read">Reads one.</param>
    public static List<T> Read<T>(this JsonElement element, string name, int most, Func<JsonElement, T> read)
        where T : class
    {
        List<T> values = [];
        foreach (var item in element.Elements(name))
        {
            if (values.Count == most) break;
            values.Add(read(item));
        }

        return values;
    }

    /// <summary>The strings in an array.</summary>
    public static IEnumerable<string> Strings(this JsonElement element, string name)
    {
        foreach (var item in element.Elements(name))
        {
            if (item.ValueKind == JsonValueKind.String) yield return item.GetString()!;
        }
    }

    /// <summary>The names of the properties of an object.</summary>
    public static IEnumerable<string> Names(this JsonElement element, string name)
    {
        foreach (var property in element.Properties(name)) yield return property.Name;
    }

    /// <summary>The properties of an object.</summary>
    public static IEnumerable<JsonProperty> Properties(this JsonElement element, string name) => element.Member(name).Members();

    /// <summary>The value of a property; null if the property is missing or not an integer of 64 bits.</summary>
    public static long? Integer(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;
}
