using System.Text.Json;

namespace ContainerGuard.Text;

/// <summary>Reads JSON from other programs, whose values may have unexpected types.</summary>
internal static class JsonText
{
    /// <summary>The value of a property; null if the property is missing or not a string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
