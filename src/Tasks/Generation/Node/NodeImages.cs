namespace ContainerGuard.Generation.Node;

/// <summary>
/// The images that an application is built with and runs on. Tags as docker-library/node publishes them (its README), and the repositories
/// of GoogleContainerTools/distroless (nodejs/README.md).
/// </summary>
internal sealed record NodeImages
{
    /// <summary>With compilers, headers and Python: native modules are built by the C library that they run on.</summary>
    public required BaseImage Build { get; init; }

    public required BaseImage Final { get; init; }

    public bool IsAlpine { get; init; }

    /// <summary>Whether the final image has no shell, and node where its PATH does not lead.</summary>
    public bool IsDistroless { get; init; }

    /// <summary>What has to be pinned, build image first.</summary>
    public IReadOnlyList<string> References => Build.Reference == Final.Reference ? [Build.Reference] : [Build.Reference, Final.Reference];

    /// <summary>What starts node in the final image.</summary>
    public string Node => IsDistroless ? "/nodejs/bin/node" : "node";

    /// <summary>The user that the final image has for the application: node, or nonroot.</summary>
    public string UserId => IsDistroless ? "65532" : "1000";

    public static NodeImages For(AppProject project, NodeRelease release)
    {
        var family = project.ContainerFamily.ToLowerInvariant();
        if (project.ContainerBaseImage is { Length: > 0 } own)
        {
            var isAlpine = ImageTools.IsAlpine(own);
            var isDistroless = own.Contains("distroless", StringComparison.OrdinalIgnoreCase);
            return Of(isAlpine ? "-alpine" : "", own, "the base image that ContainerBaseImage names") with { IsAlpine = isAlpine, IsDistroless = isDistroless };
        }

        return family switch
        {
            "" or "slim" => Of("", $"node:{release.Major}-slim", "slim: Debian with what Node.js needs, and no more"),
            "distroless" => Of("", $"gcr.io/distroless/nodejs{release.Major}-debian13:nonroot", "distroless, as ContainerFamily says: Node.js and its libraries, without shell and package manager") with { IsDistroless = true },
            _ when family.StartsWith("alpine", StringComparison.Ordinal) =>
                Of($"-{family}", $"node:{release.Major}-{family}", $"{family}, as ContainerFamily says; native modules are built here for its C library, musl") with { IsAlpine = true },
            _ => Of($"-{(family.EndsWith("-slim", StringComparison.Ordinal) ? family[..^"-slim".Length] : family)}", $"node:{release.Major}-{family}", $"{family}, as ContainerFamily says"),
        };

        NodeImages Of(string variant, string final, string reason) =>
            new() { Build = new($"node:{release.Major}{variant}", release.Reason), Final = new(final, reason) };
    }
}
