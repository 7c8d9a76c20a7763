using System.Text.Json;

namespace ContainerGuard.Advisories.Osv;

/// <summary>Members of a record, which databases fill in differently: a member of another type counts as missing.</summary>
internal static class OsvJson
{
    public static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<string> Texts(JsonElement element, string name) =>
        Items(element, name).Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!);
}
