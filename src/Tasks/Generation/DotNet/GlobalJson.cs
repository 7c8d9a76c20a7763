using System.Globalization;
using System.Text.Json;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>The SDK that <c>global.json</c> asks for (learn.microsoft.com/dotnet/core/tools/global-json).</summary>
internal sealed record GlobalJson(int Major, int Minor, string Version, string RollForward)
{
    /// <summary>
    /// The tag of the SDK image that satisfies it. A policy that accepts a later feature band takes the moving tag of the release;
    /// a stricter one takes the very version, because images of an older band carry only that.
    /// </summary>
    public string ImageTag
    {
        get
        {
            var release = string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
            if (Prerelease is { } prerelease)
            {
                // 11.0.100-preview.4.26230.115 is published as 11.0.100-preview.4.
                var parts = prerelease.Split('.');
                var stable = Version[..Version.IndexOf('-', StringComparison.Ordinal)];
                return parts.Length > 1 ? $"{stable}-{parts[0]}.{parts[1]}" : Version;
            }

            return RollForward.ToUpperInvariant() switch
            {
                "FEATURE" or "MINOR" or "MAJOR" or "LATESTFEATURE" or "LATESTMINOR" or "LATESTMAJOR" => release,
                _ => Version,
            };
        }
    }

    private string? Prerelease
    {
        get
        {
            var dash = Version.IndexOf('-', StringComparison.Ordinal);
            return dash < 0 ? null : Version[(dash + 1)..];
        }
    }

    /// <summary>The one beside or above the project, up to the build context: the image's build sees no other.</summary>
    public static GlobalJson? Nearest(IFileSystem files, DotNetProject project)
    {
        foreach (var folder in ContextPath.Upward(Path.GetDirectoryName(project.ProjectPath)!, project.ContextDirectory))
        {
            if (files.ReadText(Path.Combine(folder, "global.json")) is { } text) return Parse(text);
        }

        return null;
    }

    /// <summary>Null when the text pins no SDK, or is nothing that could be read: the dotnet host says so better than we can.</summary>
    public static GlobalJson? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("sdk", out var sdk)
                || sdk.ValueKind != JsonValueKind.Object
                || !sdk.TryGetProperty("version", out var version)
                || version.GetString() is not { } value)
            {
                return null;
            }

            var parts = value.Split('.', 3);
            return parts.Length == 3
                && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                ? new GlobalJson(major, minor, value, sdk.TryGetProperty("rollForward", out var policy) ? policy.GetString() ?? "" : "")
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
