using ContainerGuard.Images;

namespace ContainerGuard.Scanning.Bases;

/// <summary>
/// Docker Hardened Images: the image of <c>dhi.io</c> that could take the place of another one. Its registry answers only a machine that is
/// signed in (https://docs.docker.com/dhi/how-to/use/).
/// </summary>
internal static class HardenedImages
{
    private const string Host = "dhi.io";
    private const string Java = "eclipse-temurin";
    private const string Alpine = "alpine";
    private const string JavaRuntime = "jre";

    /// <summary>Features that a hardened image has without the word in its tag.</summary>
    private static readonly string[] Implied = ["extra", JavaRuntime];

    /// <summary>Repositories of the same name, whose tags name the same versions.</summary>
    private static readonly HashSet<string> Official = new(StringComparer.Ordinal)
    {
        "bun", "deno", Java, "golang", "nginx", "node", "php", "python", "ruby", "rust",
    };

    /// <summary>The repository that has the same program; null without one.</summary>
    /// <param name="image">
    /// With a tag. Docker's <c>eclipse-temurin</c> without <c>jre</c> has the compiler, which the hardened one lacks.
    /// </param>
    public static ImageReference? RepositoryFor(ImageReference image)
    {
        var name = image.Name switch
        {
            "mcr.microsoft.com/dotnet/aspnet" => "aspnetcore",
            "mcr.microsoft.com/dotnet/runtime" => "dotnet",
            _ when image.IsOfficial && Official.Contains(image.FamiliarName) => image.FamiliarName,
            _ => null,
        };
        if (name == Java && !VariantOf(image.EffectiveTag!).Features.Contains(JavaRuntime)) name = null;
        return name is null ? null : image.WithDigest(null).WithTag(null).WithName(Host, name);
    }

    /// <summary>The tag of the same version on the same C library that is most like another tag; null without one.</summary>
    /// <param name="present">The tag of the present image.</param>
    /// <param name="tags">The tags of the hardened image.</param>
    public static string? TagFor(string present, IReadOnlyList<string> tags)
    {
        var wanted = ImageTag.Parse(present);
        if (!wanted.HasVersion) return null;
        var variant = TagVariant.Parse(wanted.Variant);
        return tags.Select(ImageTag.Parse)
            .Where(tag => tag.HasVersion && IsSame(tag, wanted) && Fits(TagVariant.Parse(tag.Variant), variant))
            .OrderBy(tag => Math.Abs(tag.Precision - wanted.Precision)).ThenByDescending(static tag => tag.Version)
            .ThenBy(static tag => tag.Text.Length).ThenByDescending(static tag => tag.Text, StringComparer.Ordinal)
            .FirstOrDefault()?.Text;
    }

    private static TagVariant VariantOf(string tag) => TagVariant.Parse(ImageTag.Parse(tag).Variant);

    /// <summary>Whether the parts of the version that both tags have are equal.</summary>
    private static bool IsSame(ImageTag one, ImageTag other)
    {
        var (mine, others) = (one.Version!, other.Version!);
        var parts = Math.Min(one.Precision, other.Precision);
        return mine.Major == others.Major && (parts < 2 || mine.Minor == others.Minor) && (parts < 3 || mine.Patch == others.Patch)
            && !mine.IsPrerelease;
    }

    private static bool Fits(TagVariant tag, TagVariant present) =>
        tag.OfKinds.Contains(Alpine) == present.OfKinds.Contains(Alpine)
        && tag.Features.Except(Implied).SequenceEqual(present.Features.Except(Implied));
}
