using ContainerGuard.Text;

namespace ContainerGuard.Images;

/// <summary>Images for building software, and the images for running it.</summary>
internal static class BuildImages
{
    /// <summary>The facts about an image for building software; null for other and unknown images.</summary>
    public static BuildImage? Find(ImageReference image)
    {
        var tag = ImageTag.Parse(image.EffectiveTag ?? "");
        if (IsDotNetSdk(image))
        {
            return new BuildImage(
                "the .NET SDK", $"'mcr.microsoft.com/dotnet/aspnet{DotNetVersion(tag)}' (or 'runtime' for an app without HTTP)");
        }

        if (tag.Text.Contains("windowsservercore", StringComparison.Ordinal) || tag.Text.Contains("nanoserver", StringComparison.Ordinal))
        {
            return null;
        }

        return EndOfLifeRepositories.OfficialName(image) switch
        {
            "node" or "python" or "ruby" or "perl" or "erlang" or "elixir" or "swift" when !IsSmall(tag) =>
                new BuildImage(
                    "compilers, headers and version control", $"'{image.FamiliarName}:{Slim(image.FamiliarName, tag)}'", IsRuntime: true),
            "golang" => new BuildImage("the Go compiler", "'gcr.io/distroless/static-debian13:nonroot' (or an alpine image)"),
            "rust" => new BuildImage("the Rust compiler", "'gcr.io/distroless/cc-debian13:nonroot' (or a debian image with a '-slim' tag)"),
            "gcc" => new BuildImage("compilers and headers", "a debian image with a '-slim' tag"),
            "buildpack-deps" when !HasWord(tag, "curl") =>
                new BuildImage(HasWord(tag, "scm") ? "version control" : "compilers and headers", "a debian image with a '-slim' tag"),
            "maven" or "gradle" => new BuildImage("a build tool and the JDK", "an eclipse-temurin image with a '-jre' tag"),
            "openjdk" or "java" or "amazoncorretto" when !HasWord(tag, "jre") =>
                new BuildImage("the JDK", $"'eclipse-temurin:{JavaVersion(tag)}'"),
            "eclipse-temurin" or "ibm-semeru-runtimes" or "sapmachine" when !HasWord(tag, "jre") => Jdk(image, tag),
            _ => image.IsOfficial && HasWord(tag, "jdk") ? Jdk(image, tag) : null,
        };
    }

    private static bool IsDotNetSdk(ImageReference image) =>
        image.Repository is "dotnet/sdk" or "dotnet/core/sdk" or "dotnet/nightly/sdk" or "microsoft/aspnetcore-build"
        || image.Repository.EndsWith("/dotnet/sdk", StringComparison.Ordinal)
        || (image.Repository == "microsoft/dotnet" && (image.EffectiveTag ?? "").Contains("sdk", StringComparison.Ordinal));

    private static bool IsSmall(ImageTag tag) => HasWord(tag, "slim") || HasWord(tag, "alpine");

    /// <summary>
    /// Whether one of the words between hyphens begins with this: <c>alpine</c> in <c>24-alpine3.23</c>, <c>jdk</c> in <c>10-jdk21</c>.
    /// </summary>
    private static bool HasWord(ImageTag tag, string word)
    {
        foreach (var piece in tag.Text.AsSpan().PiecesAt('-'))
        {
            if (piece.StartsWith(word, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>
    /// The small tag of the same version. Node puts <c>slim</c> last, Python, Ruby and the others before the system's name.
    /// </summary>
    private static string Slim(string name, ImageTag tag)
    {
        if (tag.Text is "latest" or "onbuild" or "") return "<version>-slim";
        if (!tag.HasVersion || tag.Variant.Length == 0) return $"{tag.Text}-slim";

        var version = tag.Text[..^(tag.Variant.Length + 1)];
        return tag.Variant == "onbuild" ? $"{version}-slim"
            : name.EndsWith("node", StringComparison.Ordinal) ? $"{version}-{tag.Variant}-slim"
            : $"{version}-slim-{tag.Variant}";
    }

    private static BuildImage Jdk(ImageReference image, ImageTag tag) => new("the JDK",
        HasWord(tag, "jdk")
            ? $"'{image.FamiliarName}:{tag.Text.Replace("jdk", "jre", StringComparison.Ordinal)}'"
            : $"'{image.FamiliarName}:{JavaVersion(tag)}'");

    /// <summary>Of the older versions, only those with long support have a JRE image.</summary>
    private static string JavaVersion(ImageTag tag) =>
        tag.Version is { Major: var major } && major is 8 or 11 or >= 17 ? $"{major}-jre" : "<version>-jre";

    private static string DotNetVersion(ImageTag tag) => tag.Version is { } version ? $":{version.Major}.{version.Minor}" : "";
}

/// <summary>An image for building software.</summary>
/// <param name="Brings">Its tools that a running application does not need.</param>
/// <param name="RunImage">The image to run in, as a part of a sentence.</param>
/// <param name="IsRuntime">Whether programs of its language run in it as well.</param>
internal sealed record BuildImage(string Brings, string RunImage, bool IsRuntime = false);
