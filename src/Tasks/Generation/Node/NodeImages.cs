using ContainerGuard.Generation.Bun;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// The images to build and run an application. The tags are those of docker-library/node (README), and the repositories those
/// of GoogleContainerTools/distroless (nodejs/README.md).
/// </summary>
internal sealed record NodeImages
{
    /// <summary>The image with compilers, headers and Python. It has the C library of the final image, for native modules.</summary>
    public required BaseImage Build { get; init; }

    public required BaseImage Final { get; init; }

    /// <summary>The image with the program bun, which the build stage gets; null if bun installs nothing.</summary>
    public BaseImage? Bun { get; init; }

    /// <summary>Whether bun runs the application, and not node.</summary>
    public bool RunsBun { get; init; }

    public bool IsAlpine { get; init; }

    /// <summary>Whether the final image has no shell, and node is not on its PATH.</summary>
    public bool IsDistroless { get; init; }

    /// <summary>The images to pin, in the order of the file.</summary>
    public IReadOnlyList<string> References =>
        [.. new[] { Bun?.Reference, Build.Reference, Final.Reference }.OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The command that starts node, or bun, in the final image.</summary>
    public string Node => RunsBun ? "bun" : IsDistroless ? "/nodejs/bin/node" : "node";

    /// <summary>The uid of the final image's user: node or nonroot.</summary>
    public string UserId => IsDistroless ? "65532" : "1000";

    /// <summary>These images for a build with bun.</summary>
    /// <param name="bun">The images of bun.</param>
    /// <param name="runsBun">Whether bun also runs the application.</param>
    public NodeImages With(BunImages bun, bool runsBun) => this with
    {
        Bun = bun.Program,
        RunsBun = runsBun,
        Final = runsBun ? bun.Final : Final,
        IsDistroless = IsDistroless && !runsBun,
    };

    public static NodeImages For(AppProject project, NodeRelease release)
    {
        var family = project.ContainerFamily.ToLowerInvariant();
        if (project.ContainerBaseImage is { Length: > 0 } own)
        {
            var isAlpine = ImageTools.IsAlpine(own);
            var isDistroless = own.Contains("distroless", StringComparison.OrdinalIgnoreCase);
            return Of(
                isAlpine ? "-alpine" : "", own,
                "the base image from ContainerBaseImage") with { IsAlpine = isAlpine, IsDistroless = isDistroless };
        }

        return family switch
        {
            "" or "slim" => Of("", $"node:{release.Tag}-slim", "slim: Debian with only what Node.js needs"),
            "distroless" => Of(
                "", $"gcr.io/distroless/nodejs{release.Major}-debian13:nonroot",
                "distroless, from ContainerFamily: Node.js without a shell and a package manager") with { IsDistroless = true },
            _ when family.StartsWith("alpine", StringComparison.Ordinal) =>
                Of(
                    $"-{family}", $"node:{release.Tag}-{family}",
                    $"{family}, from ContainerFamily: native modules are built for its C library, musl") with { IsAlpine = true },
            _ => Of(
                $"-{(family.EndsWith("-slim", StringComparison.Ordinal) ? family[..^"-slim".Length] : family)}",
                $"node:{release.Tag}-{family}", $"{family}, from ContainerFamily"),
        };

        NodeImages Of(string variant, string final, string reason) =>
            new() { Build = new($"node:{release.Tag}{variant}", release.Reason), Final = new(final, reason) };
    }
}
