using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The addresses in the settings files of a project: <c>Kestrel:Endpoints</c> and <c>Urls</c>. The file of the
/// environment overrides the other (learn.microsoft.com/aspnet/core/fundamentals/configuration).
/// </summary>
internal static class KestrelSettings
{
    /// <summary>The environment of a container in which no variable names another one.</summary>
    public const string Production = "Production";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="files">The disk.</param>
    /// <param name="folder">The folder of the project, absolute.</param>
    /// <param name="environment">The environment: <c>Production</c> by default.</param>
    public static IReadOnlyList<KestrelAddress> In(IFileSystem files, string folder, string environment)
    {
        // Endpoints by name; a file that comes later replaces an endpoint of the same name.
        SortedDictionary<string, KestrelAddress> endpoints = new(StringComparer.OrdinalIgnoreCase);
        KestrelAddress? urls = null;
        foreach (var name in (string[])["appsettings.json", $"appsettings.{environment}.json"])
        {
            if (files.ReadText(Path.Combine(folder, name)) is not { } text) continue;
            try
            {
                using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'), Lenient);
                if (Text(document.RootElement, "Urls") is { Length: > 0 } list) urls = new KestrelAddress(name, list);
                if (Member(Member(document.RootElement, "Kestrel"), "Endpoints") is not { ValueKind: JsonValueKind.Object } all) continue;
                foreach (var endpoint in all.EnumerateObject())
                {
                    if (Text(endpoint.Value, "Url") is { Length: > 0 } url) endpoints[endpoint.Name] = new KestrelAddress(name, url);
                }
            }
            catch (Exception damage) when (JsonText.IsDamage(damage))
            {
                // The application reports the file.
            }
        }

        return endpoints.Count > 0 ? [.. endpoints.Values] : urls is null ? [] : [urls];
    }

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Configuration compares keys without casing.</summary>
    private static JsonElement? Member(JsonElement? parent, string name)
    {
        if (parent is not { ValueKind: JsonValueKind.Object } element) return null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return member.Value;
        }

        return null;
    }
}
