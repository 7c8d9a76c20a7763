namespace ContainerGuard.Images;

/// <summary>
/// The variant of a tag in words: the system (<c>bookworm</c>, <c>alpine3.22</c>), the kind of image (<c>slim</c>, <c>chiseled</c>), and
/// all other words, which name features (<c>jre</c>, <c>fpm</c>, <c>extra</c>).
/// </summary>
internal sealed record TagVariant
{
    /// <summary>The kinds of smaller images, with the word that tags use.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["slim", "alpine", "chiseled", "distroless"];

    private const string Alpine = "alpine";
    private static readonly string[] Systems = ["azurelinux", "cbl-mariner", "debian", "ubi", "oracle", "windowsservercore", "nanoserver"];

    private TagVariant(IReadOnlyList<string> kinds, string? system, IReadOnlyList<string> features) =>
        (OfKinds, System, Features) = (kinds, system, features);

    /// <summary>The words of <see cref="Kinds"/> in it.</summary>
    public IReadOnlyList<string> OfKinds { get; }

    /// <summary>The word for the system; null if the tag does not name one. A bare <c>alpine</c> is a kind only.</summary>
    public string? System { get; }

    /// <summary>Sorted.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Splits a variant, such as <c>bookworm-slim</c>.</summary>
    public static TagVariant Parse(string variant)
    {
        List<string> kinds = [], features = [];
        string? system = null;
        foreach (var word in variant.Split('-', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.StartsWith(Alpine, StringComparison.Ordinal))
            {
                kinds.Add(Alpine);
                if (word.Length > Alpine.Length) system = word;
            }
            else if (Kinds.Contains(word))
            {
                kinds.Add(word);
            }
            else if (EndOfLife.IsCodename(word) || Array.Exists(Systems, name => word.StartsWith(name, StringComparison.Ordinal)))
            {
                system = word;
            }
            else
            {
                features.Add(word);
            }
        }

        return new TagVariant(kinds, system, [.. features.Order(StringComparer.Ordinal)]);
    }
}
