using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>The pages of a repository's list of tags (OCI distribution specification, "Content Discovery").</summary>
internal static class TagPages
{
    /// <summary>The largest page that every registry accepts: some refuse more with 405.</summary>
    public const int Size = 1000;

    /// <summary>The limit for one repository; the newest tags of a version are most likely among these.</summary>
    public const int Most = 100;

    /// <summary>The path of a page below the repository.</summary>
    /// <param name="last">The last tag of the page before; null for the first page.</param>
    public static string PathAfter(string? last) =>
        last is null ? $"tags/list?n={Size}" : $"tags/list?n={Size}&last={Uri.EscapeDataString(last)}";

    /// <summary>The tags of one page.</summary>
    /// <exception cref="FormatException">It is not such a list.</exception>
    public static IReadOnlyList<string> Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("tags", out var tags))
            {
                // Null if a repository has no tags.
                if (tags.ValueKind == JsonValueKind.Null) return [];
                if (tags.ValueKind == JsonValueKind.Array)
                {
                    return [.. tags.EnumerateArray()
                        .Where(static tag => tag.ValueKind == JsonValueKind.String).Select(static tag => tag.GetString()!)];
                }
            }
        }
        catch (Exception damage) when (JsonText.IsDamage(damage))
        {
            // Reported below.
        }

        throw new FormatException("it is not a list of tags");
    }

    /// <summary>
    /// The query of the next page, from the header Link (RFC 8288); null on the last page. Only the query counts: some registries
    /// behind a proxy, or virtual repositories, write a path there that does not lead back to themselves.
    /// </summary>
    /// <param name="link">The header as sent; null for none.</param>
    /// <param name="tags">The tags of this page.</param>
    public static string? LastOf(string? link, IReadOnlyList<string> tags)
    {
        if (link is null
            || tags.Count == 0
            || !link.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase)
                && !link.Contains("rel=next", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var (start, end) = (link.IndexOf('<', StringComparison.Ordinal), link.IndexOf('>', StringComparison.Ordinal));
        var query = start >= 0 && end > start ? link[(start + 1)..end].Split('?', 2) is [_, var text] ? text : "" : "";
        foreach (var pair in query.Split('&'))
        {
            if (pair.StartsWith("last=", StringComparison.Ordinal)) return Uri.UnescapeDataString(pair["last=".Length..].Replace('+', ' '));
        }

        return tags[^1];
    }
}
