using ContainerGuard.Processes;

namespace ContainerGuard.Building;

/// <summary>A program that builds the image of a Dockerfile.</summary>
internal enum BuildTool
{
    /// <summary><c>docker buildx</c>.</summary>
    Docker,

    /// <summary><c>podman build</c>.</summary>
    Podman,

    /// <summary><c>buildah build</c>.</summary>
    Buildah,
}

/// <summary>A program that is installed.</summary>
/// <param name="Tool">Which program.</param>
/// <param name="Path">Absolute.</param>
internal sealed record FoundBuildTool(BuildTool Tool, string Path)
{
    private static readonly BuildTool[] InOrder = [BuildTool.Docker, BuildTool.Podman, BuildTool.Buildah];

    /// <summary>The programs on the PATH, the preferred one first.</summary>
    /// <param name="named"><c>ContainerGuardBuildTool</c>; null for any of them.</param>
    /// <param name="environment">The variables of the build.</param>
    public static IEnumerable<FoundBuildTool> All(BuildTool? named, Func<string, string?> environment)
    {
        foreach (var tool in named is { } one ? [one] : InOrder)
        {
            if (ProgramPath.Find(NameOf(tool), environment) is { } path) yield return new FoundBuildTool(tool, path);
        }
    }

    /// <summary>The preferred program on the PATH; null if none is installed.</summary>
    /// <param name="named"><c>ContainerGuardBuildTool</c>; null for any of them.</param>
    /// <param name="environment">The variables of the build.</param>
    public static FoundBuildTool? Find(BuildTool? named, Func<string, string?> environment) => All(named, environment).FirstOrDefault();

    /// <summary>What to install, where no program can build.</summary>
    /// <param name="named"><c>ContainerGuardBuildTool</c>; null for any of them.</param>
    /// <param name="lacksBuildx">Whether docker is on the PATH, without its plug-in.</param>
    public static string Missing(BuildTool? named, bool lacksBuildx) => (named, lacksBuildx) switch
    {
        (_, true) => "docker has no buildx plug-in. Install docker-buildx-plugin (docker-buildx in Debian and Ubuntu), "
            + "or install podman or buildah"
            + (named is null ? "." : " and remove ContainerGuardBuildTool."),
        ({ } tool, _) => $"{NameOf(tool)} is not on the PATH. Install it, or remove ContainerGuardBuildTool.",
        _ => "docker, podman and buildah are not on the PATH. Install one of them, for example with 'apt-get install podman'.",
    };

    /// <summary>The program's name.</summary>
    public static string NameOf(BuildTool tool) => tool switch
    {
        BuildTool.Docker => "docker",
        BuildTool.Podman => "podman",
        _ => "buildah",
    };
}
