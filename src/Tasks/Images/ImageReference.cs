using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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

    private static readonly Characters AddressCharacters = Characters.Of("0-9a-fA-F:");
    private static readonly Characters HostCharacters = Characters.Of("0-9a-zA-Z-");
    private static readonly Characters PathCharacters = Characters.Of("0-9a-z._-");
    private static readonly Characters TagCharacters = Characters.Of("0-9a-zA-Z._-");

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
    public ImageReference WithTag(string? tag) => tag is null || ReasonAgainstTag(tag) is not { } reason
        ? new(Registry, Repository, tag, Digest)
        : throw new FormatException(reason);

    /// <summary>The same tag and digest in another place.</summary>
    /// <exception cref="FormatException">Registry or repository are not well-formed.</exception>
    public ImageReference WithName(string registry, string repository) =>
        (ReasonAgainstRegistry(registry) ?? ReasonAgainstRepository(repository)) is not { } reason
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

    /// <summary>
    /// The first path element is a registry if it cannot be anything else: it is localhost, has a dot or a colon, or an upper-case
    /// letter (which no repository has).
    /// </summary>
    internal static (string Registry, string Remainder) SplitRegistry(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return (DockerHub, text);
        }

        var first = text[..slash];
        return first switch
        {
            "index.docker.io" => (DockerHub, text[(slash + 1)..]),
            "localhost" => (first, text[(slash + 1)..]),
            _ when first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first.StartsWith('[')
                || HasUpperCase(first) => (first, text[(slash + 1)..]),
            _ => (DockerHub, text),
        };
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
        return ReasonAgainstRegistry(registry)
            ?? ReasonAgainstRepository(repository)
            ?? (colon < 0 ? null : ReasonAgainstTag(rest[(colon + 1)..]))
            ?? "it does not have the form registry/repository:tag@digest";
    }

    private static string? ReasonAgainstText(string? text) => text switch
    {
        null or "" => "it is empty",
        _ when text.Contains("://", StringComparison.Ordinal) => "a reference has no scheme; leave out everything up to '://'",
        _ when text.Contains('$', StringComparison.Ordinal) => "it has a variable, '$', of unknown value",
        _ when HasWhiteSpace(text) => "a reference has no spaces",
        _ when text.Length == 64 && Characters.LowerHexadecimal.ContainAll(text) =>
            "64 hexadecimal digits are the id of a local image, not a name that a registry knows",
        _ => null,
    };

    private static string? ReasonAgainstRegistry(string registry)
    {
        if (registry.Contains('@', StringComparison.Ordinal))
        {
            // Not repeated in the message: the text before the @ may be a password.
            return "a user name and password must not precede the host; use 'docker login'";
        }

        var host = registry;
        if (registry.StartsWith('['))
        {
            var close = registry.IndexOf(']', StringComparison.Ordinal);
            if (close < 2 || !AddressCharacters.ContainAll(registry.AsSpan(1, close - 1)))
            {
                return $"'{registry}' is not a host; an IPv6 address is written [::1], with a port [::1]:5000";
            }

            host = "v6" + registry[(close + 1)..];
        }

        if (host.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            var port = host[(colon + 1)..];
            if (!ushort.TryParse(port, NumberStyles.None, null, out var number) || number == 0)
            {
                return $"the port '{port}' of the registry is not a number from 1 to 65535";
            }

            host = host[..colon];
        }

        foreach (var label in host.Split('.'))
        {
            if (label.Length == 0 || label[0] == '-' || label[^1] == '-' || !HostCharacters.ContainAll(label))
            {
                return $"'{registry}' is not a registry host; a host has letters, digits, hyphens and dots";
            }
        }

        return null;
    }

    private static string? ReasonAgainstRepository(string repository)
    {
        if (repository.Length == 0)
        {
            return "the name of the image is missing";
        }

        if (repository.Length > 255)
        {
            return $"the repository has {repository.Length} characters, at most 255 are allowed";
        }

        if (HasUpperCase(repository))
        {
            return $"the repository '{repository}' must be in lower case";
        }

        foreach (var element in repository.Split('/'))
        {
            if (ReasonAgainstPathElement(element) is { } reason)
            {
                return $"in the repository '{repository}', {reason}";
            }
        }

        return null;
    }

    /// <summary>Groups of lower-case letters and digits, separated by one dot, one or two underscores, or any number of hyphens.</summary>
    private static string? ReasonAgainstPathElement(ReadOnlySpan<char> element)
    {
        if (element.IsEmpty)
        {
            return "a part between slashes is empty";
        }

        if (PathCharacters.FirstOther(element) is >= 0 and var at)
        {
            return $"the character '{element[at]}' is not allowed; use lower-case letters, digits, '.', '_', '-' and '/'";
        }

        if (IsSeparator(element[0]) || IsSeparator(element[^1]))
        {
            return $"the part '{element}' must begin and end with a letter or digit";
        }

        for (var start = 0; start < element.Length; start++)
        {
            var end = start;
            while (IsSeparator(element[end]))
            {
                end++;
            }

            if (end > start && element[start..end] is not ("." or "_" or "__") && element[start..end].Trim('-').Length > 0)
            {
                return $"the separator '{element[start..end]}' is not allowed; use '.', '_', '__' or hyphens";
            }

            start = end;
        }

        return null;
    }

    private static string? ReasonAgainstTag(string tag) => tag switch
    {
        "" => "the tag after ':' is missing",
        { Length: > 128 } => $"the tag has {tag.Length} characters, at most 128 are allowed",
        _ when tag[0] is '.' or '-' => $"the tag '{tag}' must begin with a letter, digit or underscore",
        _ when TagCharacters.FirstOther(tag) is >= 0 and var at =>
            $"the character '{tag[at]}' is not allowed in a tag; use letters, digits, '.', '_' and '-'",
        _ => null,
    };

    private static bool IsSeparator(char c) => c is '.' or '_' or '-';

    private static bool HasUpperCase(string text)
    {
        foreach (var c in text)
        {
            if (char.IsAsciiLetterUpper(c)) return true;
        }

        return false;
    }

    private static bool HasWhiteSpace(string text)
    {
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c)) return true;
        }

        return false;
    }
}
