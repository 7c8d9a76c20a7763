namespace ContainerGuard.Generation.Java;

/// <summary>
/// The base image of an application. The tags are those of adoptium/containers (eclipse-temurin), and the repositories those of
/// GoogleContainerTools/distroless (java/README.md), where java-base is the base of the Java images, without Java.
/// </summary>
internal sealed record JavaImages
{
    /// <summary>The Ubuntu release that all Java releases have, so that a tag does not move to the next one.</summary>
    private const string Ubuntu = "noble";

    public required BaseImage Final { get; init; }

    /// <summary>Whether the image has no shell. Its user is then nonroot.</summary>
    public bool IsDistroless { get; init; }

    /// <summary>Whether jlink builds a Java runtime of the modules in use.</summary>
    public bool IsLinked { get; init; }

    /// <summary>The command that starts Java in the image.</summary>
    public string Java => IsLinked ? "/opt/jre/bin/java" : "java";

    /// <summary>A JDK on the same distribution.</summary>
    public static string Jdk(JavaVersion java) => $"eclipse-temurin:{java.Major}-jdk-{Ubuntu}";

    public static JavaImages For(AppProject project, JavaVersion java)
    {
        var family = project.ContainerFamily.ToLowerInvariant();
        if (project.ContainerBaseImage is { Length: > 0 } own)
        {
            return new()
            {
                Final = new(own, family == "jlink"
                    ? "the base image from ContainerBaseImage"
                    : "the base image from ContainerBaseImage, which must contain Java"),
                IsDistroless = own.Contains("distroless", StringComparison.OrdinalIgnoreCase),
                IsLinked = family == "jlink",
            };
        }

        return family switch
        {
            "jlink" => new()
            {
                Final = new(
                    "gcr.io/distroless/java-base-debian13:nonroot",
                    "distroless without Java, from ContainerFamily: jlink builds the runtime; no shell, no package manager"),
                IsDistroless = true,
                IsLinked = true,
            },
            "distroless" => new()
            {
                Final = new(
                    $"gcr.io/distroless/java{java.Major}-debian13:nonroot",
                    "distroless, from ContainerFamily: a Java runtime, no shell, no package manager"),
                IsDistroless = true,
            },
            "" => new() { Final = new($"eclipse-temurin:{java.Major}-jre-{Ubuntu}", "the Java runtime, without the compiler") },
            _ => new()
            {
                Final = new(
                    $"eclipse-temurin:{java.Major}-jre-{family}",
                    $"the Java runtime, without the compiler, on {family}, from ContainerFamily"),
            },
        };
    }
}
