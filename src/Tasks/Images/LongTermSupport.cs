using System.Globalization;

namespace ContainerGuard.Images;

/// <summary>Which releases of a product get long-term support, by the rules that their maintainers publish.</summary>
internal static class LongTermSupport
{
    /// <summary>Node.js announced another schedule for its releases after this one.</summary>
    private const int LastNodeOfSchedule = 26;

    /// <summary>
    /// Whether the release of an image gets long-term support. Null for a product whose stable releases all get the same support, for an
    /// unknown product, and for a tag without a version.
    /// </summary>
    /// <param name="image">The image with its tag.</param>
    /// <param name="today">The current day: a release of Node.js gets long-term support months after its first version.</param>
    public static bool? IsLongTerm(ImageReference image, DateOnly today)
    {
        if (image.Tag is null) return null;
        var tag = ImageTag.Parse(image.Tag);
        if (DotNetImage.Of(image) is { } dotNet) return IsLongTermDotNet(dotNet.Major, dotNet.Minor);
        var product = EndOfLifeRepositories.ProductOf(image, out _);
        if (product == EndOfLifeData.Ubuntu) return OfUbuntu(tag);
        if (tag.Version is not { } version) return null;
        return product switch
        {
            EndOfLifeData.DotNet => IsLongTermDotNet(version.Major, version.Minor),
            EndOfLifeData.Node => IsLongTermNode(version.Major, today),
            EndOfLifeData.Temurin => version.Major is 8 or 11 or 17 || (version.Major >= 21 && (version.Major - 21) % 4 == 0),
            _ => null,
        };
    }

    /// <summary>Whether a release of Ubuntu, such as <c>24.04</c>, gets long-term support.</summary>
    public static bool IsLongTermUbuntu(string cycle) => cycle.EndsWith(".04", StringComparison.Ordinal)
        && int.TryParse(cycle.AsSpan(0, cycle.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year % 2 == 0;

    private static bool? OfUbuntu(ImageTag tag)
    {
        if (tag.Version is { } version)
        {
            return IsLongTermUbuntu(string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor:00}"));
        }

        var words = tag.Text.Split('-');
        return OfferedCycles.All(EndOfLifeData.Ubuntu).FirstOrDefault(cycle => words.Contains(cycle.Codename)) is { } named
            ? IsLongTermUbuntu(named.Name)
            : null;
    }

    private static bool IsLongTermDotNet(int major, int minor) =>
        major >= 5 ? major % 2 == 0 : (major, minor) is (3, 1) or (2, 1);

    /// <summary>An even release gets long-term support in October of the year of its first version: 24 in 2025.</summary>
    private static bool IsLongTermNode(int major, DateOnly today) =>
        major >= 4 && major % 2 == 0 && major <= LastNodeOfSchedule && today >= new DateOnly(2013 + (major / 2), 11, 1);
}
