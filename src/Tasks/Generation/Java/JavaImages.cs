namespace ContainerGuard.Generation.Java;

/// <summary>
/// The image that an application runs on. Tags as adoptium/containers publishes them (eclipse-temurin), and the repositories of
/// GoogleContainerTools/distroless (java/README.md): java-base is what its Java images stand on, without a Java.
/// </summary>
internal sealed record JavaImages
{
    /// <summary>The Ubuntu that all releases come in, so that a tag does not move from one to the next.</summary>
    private const string Ubuntu = "noble";

    public required BaseImage Final { get; init; }

    /// <summary>Whether it has no shell; its own user is nonroot then.</summary>
    public bool IsDistroless { get; init; }

    /// <summary>Whether jlink makes a Java of the modules that are used.</summary>
    public bool IsLinked { get; init; }

    /// <summary>What starts Java in it.</summary>
    public string Java => IsLinked ? "/opt/jre/bin/java" : "java";

    /// <summary>The number of distroless images' nonroot user; the others have none, and this one is above those of a distribution.</summary>
    public string User => IsDistroless ? "65532" : FinalStage.AnyUser;

    public string UserReason => IsDistroless
        ? "The image's own nonroot user, as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006)."
        : FinalStage.AnyUserReason;

    /// <summary>A JDK on the same distribution.</summary>
    public static string Jdk(JavaVersion java) => $"eclipse-temurin:{java.Major}-jdk-{Ubuntu}";

    public static JavaImages For(AppProject project, JavaVersion java)
    {
        var family = project.ContainerFamily.ToLowerInvariant();
        if (project.ContainerBaseImage is { Length: > 0 } own)
        {
            return new()
            {
                Final = new(own, family == "jlink" ? "the base image that ContainerBaseImage names" : "the base image that ContainerBaseImage names, which has to bring a Java"),
                IsDistroless = own.Contains("distroless", StringComparison.OrdinalIgnoreCase),
                IsLinked = family == "jlink",
            };
        }

        return family switch
        {
            "jlink" => new()
            {
                Final = new("gcr.io/distroless/java-base-debian13:nonroot", "what a Java needs and none, as ContainerFamily says: jlink has made one; without shell and package manager"),
                IsDistroless = true,
                IsLinked = true,
            },
            "distroless" => new()
            {
                Final = new($"gcr.io/distroless/java{java.Major}-debian13:nonroot", "distroless, as ContainerFamily says: a Java runtime without shell and package manager"),
                IsDistroless = true,
            },
            "" => new() { Final = new($"eclipse-temurin:{java.Major}-jre-{Ubuntu}", "the Java runtime, without the compiler") },
            _ => new() { Final = new($"eclipse-temurin:{java.Major}-jre-{family}", $"the Java runtime, without the compiler, on {family}, as ContainerFamily says") },
        };
    }
}
