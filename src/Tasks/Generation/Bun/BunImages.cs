namespace ContainerGuard.Generation.Bun;

/// <summary>The images of bun (oven-sh/bun, dockerhub/README.md). All have the program as /usr/local/bin/bun, and a user 1000.</summary>
/// <param name="Program">The image from which a build gets the program.</param>
/// <param name="Final">The image that runs an application.</param>
internal sealed record BunImages(BaseImage Program, BaseImage Final)
{
    private const string Repository = "oven/bun";

    /// <summary>The images, for the C library of the build.</summary>
    public static BunImages For(AppProject project, BunRelease release)
    {
        var isAlpine = ImageTools.IsAlpine(project.ContainerBaseImage)
            || project.ContainerFamily.StartsWith("alpine", StringComparison.OrdinalIgnoreCase);
        var image = $"{Repository}:{release.Tag}-{(isAlpine ? "alpine" : "slim")}";
        return new(
            new(image, $"bun {release.Tag}, {release.Reason}"),
            project.ContainerBaseImage.Length > 0
                ? new(project.ContainerBaseImage, "the base image from ContainerBaseImage")
                : new(image, isAlpine ? "alpine: musl and only what bun needs" : "slim: Debian with only what bun needs"));
    }

    /// <summary>A family that bun's images do not have; null if it is one of theirs.</summary>
    public static Problem? ProblemOf(AppProject project) =>
        project.ContainerBaseImage.Length > 0 || project.ContainerFamily.ToLowerInvariant() is "" or "slim" or "alpine"
            ? null
            : new(
                $"ContainerFamily '{project.ContainerFamily}' is not a variant for bun.",
                "Leave it empty, set it to alpine, or set ContainerBaseImage.");
}
