using System.Text.Json;

namespace ContainerGuard.Text;

/// <summary>Reads JSON from other programs, whose values may have unexpected types.</summary>
internal static class JsonText
{
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
}
