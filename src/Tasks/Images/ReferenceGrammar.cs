using ContainerGuard.Text;

namespace ContainerGuard.Images;

/// <summary>The part of a text because of which it is not an image reference.</summary>
internal enum InvalidPart
{
    /// <summary>It is the ID of a local image.</summary>
    ImageId,

    /// <summary>A user name or password before the registry.</summary>
    UserInformation,

    /// <summary>The repository has upper-case letters.</summary>
    Case,

    /// <summary>The registry or the repository.</summary>
    Name,

    /// <summary>The name is too long.</summary>
    Length,

    /// <summary>The tag.</summary>
    Tag,

    /// <summary>The digest.</summary>
    Digest,
}

/// <summary>
/// The grammar of image references (distribution/reference, normalized form). It alone decides what a reference is: BuildKit refuses a file
/// with an invalid one, and <see cref="ImageReference"/> splits only valid ones into parts.
/// </summary>
internal static class ReferenceGrammar
{
    private const int MaximumPathLength = 255;
    private const int MaximumTagLength = 128;
    private const int IdentifierLength = 64;

    private static readonly Characters TemplateCharacters = Characters.Of("{}<>[]%");

    /// <summary>The first invalid part of a reference; null for a valid one.</summary>
    public static InvalidPart? FindInvalidPart(ReadOnlySpan<char> text)
    {
        if (text.Length == IdentifierLength && Characters.LowerHexadecimal.ContainAll(text)) return InvalidPart.ImageId;

        var (domain, remainder) = Split(text);
        if (domain.Contains('@')) return InvalidPart.UserInformation;

        var nameEnd = remainder.IndexOfAny(':', '@');
        var name = nameEnd < 0 ? remainder : remainder[..nameEnd];
        if (ReferenceParts.HasUpperCase(PathOf(remainder))) return InvalidPart.Case;

        var isName =
            domain.IsEmpty ? IsPath(name) : (IsDomain(domain) && IsPath(name)) || IsPath(text[..(domain.Length + 1 + name.Length)]);
        if (!isName) return InvalidPart.Name;

        var isOfficial = domain.IsEmpty && !name.Contains('/');
        if (name.Length + (isOfficial ? "library/".Length : 0) > MaximumPathLength) return InvalidPart.Length;
        if (nameEnd < 0) return null;

        var (tag, digest) = Suffix(remainder[nameEnd..]);
        if (!tag.IsEmpty && !IsTag(tag[1..])) return InvalidPart.Tag;
        return digest.IsEmpty || IsDigest(digest[1..]) ? null : InvalidPart.Digest;
    }

    /// <summary>The error message for an invalid reference; null for a valid one.</summary>
    public static string? FindError(ReadOnlySpan<char> text) => FindInvalidPart(text) switch
    {
        null => null,
        InvalidPart.ImageId => $"'{text}' is an image ID, not a reference. Write the repository and the digest: name@sha256:…",
        InvalidPart.UserInformation => "An image reference must not contain a user name or password. Remove them, and use 'docker login'.",
        InvalidPart.Case => $"'{text}' is not a valid image reference: the repository must be in lower case. Write "
            + $"'{text.ToString().ToLowerInvariant()}', or check the name of the stage or variable.",
        InvalidPart.Name => $"'{text}' is not a valid image reference: {ExplainName(text)}",
        InvalidPart.Length => $"'{text}' is not a valid image reference: the name has more than {MaximumPathLength} characters.",
        InvalidPart.Tag => ExplainTag(text),
        _ => $"'{text}' is not a valid image reference: the digest is not valid. Write sha256: and 64 hexadecimal digits in lower case.",
    };

    /// <summary>The registry, empty if the text begins with a repository, and the text after it.</summary>
    private static TextParts Split(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        return slash >= 0 && ReferenceParts.IsRegistry(text[..slash]) ? new(text[..slash], text[(slash + 1)..]) : new([], text);
    }

    /// <summary>A tag with its colon, and a digest with its at sign; each may be empty.</summary>
    private static TextParts Suffix(ReadOnlySpan<char> suffix) =>
        suffix.IndexOf('@') is >= 0 and var at ? new(suffix[..at], suffix[at..]) : new(suffix, []);

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> remainder) =>
        remainder.IndexOf(':') is >= 0 and var colon ? remainder[..colon] : remainder;

    private static string ExplainTag(ReadOnlySpan<char> text)
    {
        var remainder = Split(text).Second;
        var tag = Suffix(remainder[remainder.IndexOfAny(':', '@')..]).First;
        return tag.Length == 1
            ? $"'{text}' is not a valid image reference: the tag after ':' is missing."
            : $"'{text}' is not a valid image reference: '{tag[1..]}' is not a valid tag. Use up to {MaximumTagLength} letters, "
                + "digits, '_', '.' and '-'.";
    }

    private static string ExplainName(ReadOnlySpan<char> text)
    {
        var remainder = Split(text).Second;
        var name = remainder.IndexOfAny(':', '@') is >= 0 and var end ? remainder[..end] : remainder;
        if (name.IsEmpty) return "the name is missing.";
        if (TemplateCharacters.FirstIn(name) >= 0) return "it contains placeholders of a template. Fill in the template before the build.";
        return $"'{name}' is not a valid name. Use lower-case letters and digits, separated by '.', '_', '-' or '/'.";
    }

    private static bool IsDomain(ReadOnlySpan<char> text) => ReferenceParts.ReasonAgainstRegistry(text.ToString()) is null;

    private static bool IsPath(ReadOnlySpan<char> text)
    {
        foreach (var component in text.PiecesAt('/'))
        {
            if (ReferenceParts.ReasonAgainstPathElement(component) is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTag(ReadOnlySpan<char> text) => ReferenceParts.ReasonAgainstTag(text.ToString()) is null;

    /// <summary>Whether a text is a hash algorithm that registries support, a colon and the right number of hexadecimal digits.</summary>
    public static bool IsDigest(ReadOnlySpan<char> text) => ImageDigest.TryParse(text.ToString(), out _, out _);

    /// <summary>Two parts of one text.</summary>
    private readonly ref struct TextParts(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        public ReadOnlySpan<char> First { get; } = first;

        public ReadOnlySpan<char> Second { get; } = second;

        public void Deconstruct(out ReadOnlySpan<char> one, out ReadOnlySpan<char> other)
        {
            one = First;
            other = Second;
        }
    }
}
