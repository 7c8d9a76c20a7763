using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Rules;

namespace ContainerGuard.Tool.Lsp.Answers;

/// <summary>What is known about an image that a Dockerfile uses.</summary>
internal static class ImageText
{
    private const int MostPlatforms = 12;

    /// <summary>
    /// The reference of an image, and its entry in the lock file. False if the reference is not valid or has unknown variables.
    /// </summary>
    public static bool TryFind(
        ImageUse use, FileFacts facts, [NotNullWhen(true)] out ImageReference? image, out ResolvedImage? locked)
    {
        locked = null;
        image = null;
        if (!use.IsKnown || !ImageReference.TryParse(use.Reference, out image, out _)) return false;
        locked = facts.Locked(image);
        return true;
    }

    /// <summary>The name, the pin, the age, the platforms, the user and the end of support, as Markdown.</summary>
    public static string Of(ImageReference image, ResolvedImage? locked, FileFacts facts)
    {
        List<string> lines = [$"**{Markdown.Code(image.WithDigest(null).Familiar)}**", ""];
        lines.Add($"- {Pin(image, locked)}");
        if (locked is not null)
        {
            if (ImageAge.Of(locked.Config?.Created, facts.Today) is { } age) lines.Add($"- Created: {age}");
            if (locked.Platforms.Count > 0) lines.Add($"- Platforms: {Platforms(locked)}");
            if (locked.Config is { } config) lines.Add($"- User: {(config.User.Length == 0 ? "root" : Markdown.Code(config.User))}");
        }

        foreach (var status in EndOfLife.Table.Find(image, facts.Today, locked?.Config?.System)) lines.Add($"- {Support(status)}");
        if (EndOfLife.FindDeprecated(image) is { } deprecated && deprecated.Since <= facts.Today)
        {
            var advice = deprecated.Successors.Count == 0 ? "" : $" Use {SupportText.OneOf(deprecated.Successors)}.";
            lines.Add($"- The repository is not maintained since {SupportText.Day(deprecated.Since)}.{advice}");
        }

        return string.Join('\n', lines);
    }

    private static string Pin(ImageReference image, ResolvedImage? locked) => (image.Digest, locked) switch
    {
        (null, null) => "Not in the lock file. Pin the image: `containerguard pin`",
        (null, { } entry) => $"Locked to {Markdown.Code(entry.Digest.ToString())}",
        ({ } written, null) => $"Pinned to {Markdown.Code(written.ToString())}. The lock file has no entry",
        ({ } written, { } entry) when written == entry.Digest => $"Pinned and locked to {Markdown.Code(written.ToString())}",
        ({ } written, { } entry) =>
            $"Pinned to {Markdown.Code(written.ToString())}, but locked to {Markdown.Code(entry.Digest.ToString())}",
    };

    private static string Platforms(ResolvedImage locked)
    {
        var names = locked.Platforms.Keys.Order(StringComparer.Ordinal).ToArray();
        var more = names.Length > MostPlatforms ? $" and {names.Length - MostPlatforms} more" : "";
        return string.Join(", ", names.Take(MostPlatforms)) + more;
    }

    private static string Support(SupportStatus status)
    {
        var name = $"{status.Product} {status.Cycle}";
        return status.Ends is not { } end ? $"{name}: the end of life is not announced"
            : status.HasEnded ? $"{name}: **end of life since {SupportText.Day(end)}**"
            : $"{name}: supported until {SupportText.Day(end)}";
    }
}
