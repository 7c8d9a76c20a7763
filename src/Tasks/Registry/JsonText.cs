using System.Text.Json;

namespace ContainerGuard.Registry;

/// <summary>Reads JSON that others have written, in which anything may be something else.</summary>
internal static class JsonText
{
    /// <summary>The value of a property; null where there is none, or it is no string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
