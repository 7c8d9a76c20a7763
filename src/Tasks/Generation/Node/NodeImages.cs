namespace ContainerGuard.Generation.Node;

/// <summary>
/// The images that an application is built with and runs on. Tags as docker-library/node publishes them (its README), and the repositories
/// of GoogleContainerTools/distroless (nodejs/README.md).
/// </summary>
internal sealed record NodeImages
{
    /// <summary>With compilers, headers and Python: native modules are built by the C library that they run on.</summary>
    public required string Build { get; init; }

    public required string Final { get; init; }

    /// <summary>Why the final image was taken, as a clause.</summary>
    public required string Reason { get; init; }

    public bool IsAlpine { get; init; }

    /// <summary>Whether the final image has no shell, and node where its PATH does not lead.</summary>
    public bool IsDistroless { get; init; }

    /// <summary>What has to be pinned, build image first.</summary>
    public IReadOnlyList<string> References => Build == Final ? [Build] : [Build, Final];

    /// <summary>What starts node in the final image.</summary>
    public string Node => IsDistroless ? "/nodejs/bin/node" : "node";

    /// <summary>The user that the final image has for the application: node, or nonroot.</summary>
    public string UserId => IsDistroless ? "65532" : "1000";

    public static NodeImages For(AppProject project, NodeRelease release)
    {
        var family = project.ContainerFamily.ToLowerInvariant();
        var node = $"node:{release.Major}";
        if (project.ContainerBaseImage.Length > 0)
        {
            var image = project.ContainerBaseImage;
            var isAlpine = image.Contains("alpine", StringComparison.OrdinalIgnoreCase);
            return new()
            {
                Build = isAlpine ? $"{node}-alpine" : node,
                Final = image,
                Reason = "the base image that ContainerBaseImage names",
                IsAlpine = isAlpine,
                IsDistroless = image.Contains("distroless", StringComparison.OrdinalIgnoreCase),
            };
        }

        return family switch
        {
            "" or "slim" => new() { Build = node, Final = $"{node}-slim", Reason = "slim: Debian with what Node.js needs, and no more" },
            "distroless" => new()
            {
                Build = node,
                Final = $"gcr.io/distroless/nodejs{release.Major}-debian13:nonroot",
                Reason = "distroless, as ContainerFamily says: Node.js and its libraries, without shell and package manager",
                IsDistroless = true,
            },
            _ when family.StartsWith("alpine", StringComparison.Ordinal) => new()
            {
                Build = $"{node}-{family}",
                Final = $"{node}-{family}",
                Reason = $"{family}, as ContainerFamily says; native modules are built here for its C library, musl",
                IsAlpine = true,
            },
            _ => new()
            {
                Build = $"{node}-{(family.EndsWith("-slim", StringComparison.Ordinal) ? family[..^"-slim".Length] : family)}",
                Final = $"{node}-{family}",
                Reason = $"{family}, as ContainerFamily says",
            },
        };
    }
}
