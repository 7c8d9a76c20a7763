using ContainerGuard.Programs;

namespace ContainerGuard.Building;

/// <summary>The programs that build an image of a Dockerfile.</summary>
internal enum BuildTool
{
    /// <summary><c>docker buildx</c>.</summary>
    Docker,

    /// <summary><c>podman build</c>.</summary>
    Podman,

    /// <summary><c>buildah build</c>.</summary>
    Buildah,
}

/// <summary>A program that is there.</summary>
/// <param name="Tool">Which.</param>
/// <param name="Path">Absolute.</param>
internal sealed record FoundBuildTool(BuildTool Tool, string Path)
{
    private static readonly BuildTool[] InOrder = [BuildTool.Docker, BuildTool.Podman, BuildTool.Buildah];

    /// <summary>The one that is named, or the first on the PATH; null where it is not there.</summary>
    /// <param name="named"><c>ContainerGuardBuildTool</c>; null where it is left to the machine.</param>
    /// <param name="environment">The variables of the build.</param>
    public static FoundBuildTool? Find(BuildTool? named, Func<string, string?> environment)
    {
        foreach (var tool in named is { } one ? [one] : InOrder)
        {
            if (ProgramPath.Find(NameOf(tool), environment) is { } path) return new FoundBuildTool(tool, path);
        }

        return null;
    }

    /// <summary>The program's name.</summary>
    public static string NameOf(BuildTool tool) => tool switch
    {
        BuildTool.Docker => "docker",
        BuildTool.Podman => "podman",
        _ => "buildah",
    };
}
