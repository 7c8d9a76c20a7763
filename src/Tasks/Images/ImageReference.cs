using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Text;

namespace ContainerGuard.Images;

/// <summary>
/// The name of an image: registry, repository, and a tag or a digest or both. A pure value. Parsing follows Docker's
/// rules for familiar names (distribution/reference): <c>node</c> stands for <c>docker.io/library/node</c>.
/// </summary>
internal sealed record ImageReference
{
    /// <summary>The registry of a name without a registry.</summary>
    public const string DockerHub = "docker.io";

    private const string OfficialPrefix = "library/";

    private ImageReference(string registry, string repository, string? tag, ImageDigest? digest)
    {
        Registry = registry;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>Host, with its port if one is written: <c>docker.io</c>, <c>localhost:5000</c>, <c>[::1]:5000</c>.</summary>
    public string Registry { get; }

    /// <summary>Path in the registry, complete: <c>library/node</c>, <c>dotnet/aspnet</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag as written; null without a tag.</summary>
    public string? Tag { get; }

    /// <summary>The digest as written; null without a digest.</summary>
    public ImageDigest? Digest { get; }

    /// <summary>
    /// The tag to ask a registry for: the written one, or <c>latest</c> without tag and digest; null if only a digest is written.
    /// </summary>
    public string? EffectiveTag => Tag ?? (Digest is null ? "latest" : null);

    /// <summary>Registry and repository: <c>docker.io/library/node</c>.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <summary>
    /// Registry and repository as people write them: <c>node</c>, <c>grafana/loki</c>, <c>mcr.microsoft.com/dotnet/sdk</c>.
    /// </summary>
    public string FamiliarName => Registry != DockerHub ? Name
        : IsOfficial ? Repository[OfficialPrefix.Length..]
        : Repository;

    /// <summary>The reference as people write it.</summary>
    public string Familiar => FamiliarName + Suffix(Tag, Digest);

    /// <summary>The complete reference: registry, repository, tag (<c>latest</c> if none) and digest.</summary>
    public string Canonical => Name + Suffix(EffectiveTag, Digest);

    /// <summary>
    /// The key of this reference in a lock file: familiar name and tag, without the digest.
    /// A reference without a tag keeps its digest, because only that identifies the image.
    /// </summary>
    public string NormalizedWithoutDigest => FamiliarName + Suffix(EffectiveTag, EffectiveTag is null ? Digest : null);

    /// <summary>Whether this is one of Docker Hub's official images.</summary>
    public bool IsOfficial => Registry == DockerHub
        && Repository.StartsWith(OfficialPrefix, StringComparison.Ordinal)
        && Repository.IndexOf('/', OfficialPrefix.Length) < 0;

    public ImageReference WithDigest(ImageDigest? digest) => new(Registry, Repository, Tag, digest);

    /// <exception cref="FormatException">The text is not a tag.</exception>
    public ImageReference WithTag(string? tag) => tag is null || ReferenceParts.ReasonAgainstTag(tag) is not { } reason
        ? new(Registry, Repository, tag, Digest)
        : throw new FormatException(reason);

    /// <summary>The same tag and digest in another place.</summary>
    /// <exception cref="FormatException">Registry or repository are not well-formed.</exception>
    public ImageReference WithName(string registry, string repository) =>
        (ReferenceParts.ReasonAgainstRegistry(registry) ?? ReferenceParts.ReasonAgainstRepository(repository)) is not { } reason
            ? new(registry, repository, Tag, Digest)
            : throw new FormatException(reason);

    /// <summary>Parses a reference that is known to be well-formed.</summary>
    /// <exception cref="FormatException">It is not; the message is the reason.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference, out var reason) ? reference : throw new FormatException(reason);

    /// <summary>
    /// Reads <paramref name="text"/>. The reason of a refusal is a clause for people that completes "… is not an image reference: ".
    /// </summary>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out ImageReference? reference,
        [NotNullWhen(false)] out string? reason)
    {
        reference = null;
        reason = ReferenceGrammar.FindInvalidPart(text) is { } part ? ReasonAgainst(text ?? "", part) : null;
        if (reason is not null) return false;

        var (registry, rest) = SplitRegistry(text!);
        ImageDigest? digest = null;
        string? tag = null;
        if (rest.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
        {
            digest = ImageDigest.Parse(rest[(at + 1)..]);
            rest = rest[..at];
        }

        if (rest.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            tag = rest[(colon + 1)..];
            rest = rest[..colon];
        }

        if (registry == DockerHub && !rest.Contains('/', StringComparison.Ordinal))
        {
            rest = OfficialPrefix + rest;
        }

        reference = new ImageReference(registry, rest, tag, digest);
        return true;
    }

    /// <summary>As people write it, <see cref="Familiar"/>.</summary>
    public override string ToString() => Familiar;

    private static string Suffix(string? tag, ImageDigest? digest) =>
        (tag is null ? "" : ":" + tag) + (digest is null ? "" : "@" + digest);

    /// <summary>The registry and the text after it; <see cref="DockerHub"/> for a text that names no registry.</summary>
    internal static (string Registry, string Remainder) SplitRegistry(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !ReferenceParts.IsRegistry(text.AsSpan(0, slash))) return (DockerHub, text);
        var first = text[..slash];
        return (first == "index.docker.io" ? DockerHub : first, text[(slash + 1)..]);
    }

    /// <summary>Explains what the grammar refuses.</summary>
    private static string ReasonAgainst(string text, InvalidPart part)
    {
        if (ReasonAgainstText(text) is { } reason) return reason;
        var (registry, rest) = SplitRegistry(text);
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (part == InvalidPart.Digest && !ImageDigest.TryParse(rest[(at + 1)..], out _, out var against)) return against;
        if (at >= 0) rest = rest[..at];
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var repository = colon < 0 ? rest : rest[..colon];
        return ReferenceParts.ReasonAgainstRegistry(registry)
            ?? ReferenceParts.ReasonAgainstRepository(repository)
            ?? (colon < 0 ? null : ReferenceParts.ReasonAgainstTag(rest[(colon + 1)..]))
            ?? "it does not have the form registry/repository:tag@digest";
    }

    private static string? ReasonAgainstText(string? text) => text switch
    {
        null or "" => "it is empty",
        _ when text.Contains("://", StringComparison.Ordinal) => "a reference has no scheme; remove everything up to '://'",
        _ when text.Contains('$', StringComparison.Ordinal) => "it has a variable, '$', of unknown value",
        _ when HasWhiteSpace(text) => "a reference has no spaces",
        _ when text.Length == 64 && Characters.LowerHexadecimal.ContainAll(text) =>
            "64 hexadecimal digits are the id of a local image, not a name that a registry knows",
        _ => null,
    };

    private static bool HasWhiteSpace(string text)
    {
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c)) return true;
        }

        return false;
    }
}
