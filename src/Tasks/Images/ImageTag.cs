using NuGet.Versioning;

namespace ContainerGuard.Images;

/// <summary>
/// A tag, split into version and variant, as most repositories write it: <c>10.0.302-noble-chiseled-extra</c> is
/// version 10.0.302 of the variant <c>noble-chiseled-extra</c>. Two tags compare only within a variant.
/// </summary>
internal sealed record ImageTag
{
    private static readonly string[] PrereleaseLabels = ["preview", "rc", "beta", "alpha", "ea", "b", "a"];

    private readonly Lazy<NuGetVersion>? _version;

    private ImageTag(string text, Lazy<NuGetVersion>? version, int precision, string variant)
    {
        Text = text;
        _version = version;
        Precision = precision;
        Variant = variant;
    }

    /// <summary>The tag as written.</summary>
    public string Text { get; }

    /// <summary>The version; null if the tag has none (<c>latest</c>, <c>lts-alpine</c>, <c>bookworm</c>).</summary>
    public NuGetVersion? Version => _version?.Value;

    /// <summary>Whether the tag has a version, without parsing it.</summary>
    public bool HasVersion => _version is not null;

    /// <summary>The number of parts of the version: 1 for <c>24</c>, 3 for <c>10.0.302</c>, 0 without a version.</summary>
    public int Precision { get; }

    /// <summary>The text after the version and its hyphen; the whole tag if it has no version.</summary>
    public string Variant { get; }

    /// <summary>Splits a tag; never fails, since a tag without a version is all variant.</summary>
    public static ImageTag Parse(string text)
    {
        var position = text.StartsWith('v') ? 1 : 0;
        Span<int> numbers = stackalloc int[4];
        var precision = 0;
        while (precision < 4 && ReadNumber(text, ref position, out numbers[precision]))
        {
            precision++;
            if (precision == 4 || position + 1 >= text.Length || text[position] != '.' || !char.IsAsciiDigit(text[position + 1]))
            {
                break;
            }

            position++;
        }

        // Six digits and more alone are a date or a build number: 20240329.
        if (precision == 0 || (precision == 1 && numbers[0] > 99_999))
        {
            return new ImageTag(text, null, 0, text);
        }

        ReadJavaBuild(text, ref position, numbers, ref precision);
        var prerelease = ReadPrerelease(text, ref position);
        if (position < text.Length && text[position] != '-')
        {
            return new ImageTag(text, null, 0, text);
        }

        var (major, minor, patch, revision) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        var version = new Lazy<NuGetVersion>(() => new NuGetVersion(major, minor, patch, revision, prerelease ?? "", metadata: ""));
        return new ImageTag(text, version, precision, position < text.Length ? text[(position + 1)..] : "");
    }

    /// <summary>Whether the other tag has the same variant and the same precision, so that it could replace this one.</summary>
    public bool IsSameLineAs(ImageTag other) =>
        HasVersion && other.HasVersion && Precision == other.Precision && Variant == other.Variant;

    /// <summary>Whether this is a later version of the same variant.</summary>
    public bool IsNewerThan(ImageTag other) => IsSameLineAs(other) && Version > other.Version;

    public override string ToString() => Text;

    private static bool ReadNumber(string text, ref int position, out int number)
    {
        var end = position;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (!int.TryParse(text.AsSpan(position, end - position), out number))
        {
            return false;
        }

        position = end;
        return true;
    }

    /// <summary>The two forms of builds of Java: <c>25.0.3_9</c> and <c>8u412-b08</c>. The build becomes the fourth number.</summary>
    private static void ReadJavaBuild(string text, ref int position, Span<int> numbers, ref int precision)
    {
        var next = position + 1;
        if (position >= text.Length)
        {
            return;
        }

        if (text[position] == '_' && ReadNumber(text, ref next, out var build))
        {
            (numbers[3], precision, position) = (build, 4, next);
        }
        else if (text[position] == 'u' && precision == 1 && ReadNumber(text, ref next, out var update))
        {
            (numbers[2], precision, position) = (update, 3, next);
            next = position + 2;
            if (text.AsSpan(position).StartsWith("-b") && ReadNumber(text, ref next, out build))
            {
                (numbers[3], precision, position) = (build, 4, next);
            }
        }
    }

    /// <summary><c>-preview.7</c>, <c>-rc.1</c>, <c>rc1</c>, <c>-ea-35</c>: the label of a preview, and its numbers.</summary>
    private static string? ReadPrerelease(string text, ref int position)
    {
        var start = position < text.Length && text[position] == '-' ? position + 1 : position;
        foreach (var label in PrereleaseLabels)
        {
            if (string.CompareOrdinal(text, start, label, 0, label.Length) != 0)
            {
                continue;
            }

            var end = start + label.Length;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || IsDigitAfterSeparator(text, end, label)))
            {
                end++;
            }

            var attached = start == position;
            if ((end < text.Length && text[end] != '-') || (label.Length == 1 && (!attached || end == start + 1)))
            {
                continue;
            }

            position = end;
            return text[start..end].Replace('-', '.');
        }

        return null;
    }

    private static bool IsDigitAfterSeparator(string text, int at, string label) =>
        at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && (text[at] == '.' || (text[at] == '-' && label == "ea"));
}
