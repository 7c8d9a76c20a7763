using System.Globalization;
using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>The SDK that <c>global.json</c> selects (learn.microsoft.com/dotnet/core/tools/global-json).</summary>
internal sealed record GlobalJson(int Major, int Minor, string Version, string RollForward)
{
    private bool AllowsLaterMajor => RollForward.ToUpperInvariant() is "MAJOR" or "LATESTMAJOR";

    /// <summary>
    /// The tag of a matching SDK image. If the roll-forward policy accepts a later feature band, this is the moving tag of the release;
    /// otherwise it is the exact version, because images of an older band have no other tag.
    /// </summary>
    /// <param name="needed">The oldest major version that can build the project.</param>
    public string ImageTag(int needed)
    {
        if (AllowsLaterMajor && Major < needed) return string.Create(CultureInfo.InvariantCulture, $"{needed}.0");
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

    /// <summary>Why no SDK that the file allows can build a framework, with the remedy; null if one can.</summary>
    public Problem? Problem(TargetFramework framework) => Major >= framework.Major || AllowsLaterMajor
        ? null
        : new(
            $"global.json requires the SDK {Version}{(RollForward.Length > 0 ? $" (rollForward {RollForward})" : "")}, "
                + $"which cannot build {framework.Moniker}.",
            $"Set its version to {framework.Version}.100, or its rollForward to latestMajor.");

    private string? Prerelease
    {
        get
        {
            var dash = Version.IndexOf('-', StringComparison.Ordinal);
            return dash < 0 ? null : Version[(dash + 1)..];
        }
    }

    /// <summary>
    /// The nearest file beside or above the project, up to the build context. The image's build does not see files above it.
    /// </summary>
    public static GlobalJson? Nearest(IFileSystem files, DotNetProject project)
    {
        foreach (var folder in ContextPath.Upward(Path.GetDirectoryName(project.ProjectPath)!, project.ContextDirectory))
        {
            if (files.ReadText(Path.Combine(folder, "global.json")) is { } text) return Parse(text);
        }

        return null;
    }

    /// <summary>Null if the text selects no SDK or is not valid. The dotnet host reports invalid files.</summary>
    public static GlobalJson? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(
                text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
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
        catch (Exception error) when (JsonText.IsDamage(error))
        {
            return null;
        }
    }
}
