namespace ContainerGuard.Generation.DotNet;

/// <summary>What the runtime identifiers of a project say of its containers: which system, which C library, and what there are no images for.</summary>
internal static class ContainerTargets
{
    /// <summary>The one runtime identifier of Windows that Microsoft makes .NET images for (dotnet/dotnet-docker, documentation/supported-platforms.md).</summary>
    public const string Windows = "win-x64";

    private const string Desktop = "Microsoft.WindowsDesktop.App";

    public static bool IsWindows(DotNetProject project) => AskedFor(project).Any(IsOfWindows);

    /// <summary>The one platform that is asked of the builder; null for its own. The engine of Windows builds for its own, and its builder is not told of one.</summary>
    public static string? PlatformOf(DotNetProject project) =>
        AskedFor(project) is [var one] && !IsOfWindows(one) ? RuntimeIdentifiers.PlatformOf(one) : null;

    /// <summary>Whether the image is one for musl: all identifiers are, as one base image has one C library.</summary>
    public static bool AreMusl(DotNetProject project)
    {
        IReadOnlyList<string> identifiers = AskedFor(project);

        // RuntimeIdentifiers lists what the project is restored for, other machines than the container's among it.
        if (identifiers.Count == 0) identifiers = [.. project.RuntimeIdentifiers.Where(static identifier => identifier.StartsWith("linux-", StringComparison.Ordinal))];
        return identifiers.Count > 0 && identifiers.All(IsOfMusl);
    }

    /// <summary>The identifiers that a container is asked for, the SDK's own property for that first.</summary>
    private static IReadOnlyList<string> AskedFor(DotNetProject project) =>
        project.ContainerRuntimeIdentifiers.Count > 0 ? project.ContainerRuntimeIdentifiers
        : project.RuntimeIdentifier.Length > 0 ? [project.RuntimeIdentifier]
        : [];

    /// <summary>Why there is no image that such an app runs on, with the way out; null when there is one.</summary>
    public static string? Obstacle(DotNetProject project)
    {
        var identifiers = AskedFor(project);
        if (project.IsWindows)
        {
            if (identifiers.FirstOrDefault(static identifier => !IsOfWindows(identifier)) is { } other)
            {
                return $"{identifiers.First(IsOfWindows)} and {other} are for two systems, and a Dockerfile is for one. Leave those of one system in ContainerRuntimeIdentifiers.";
            }

            if (identifiers.FirstOrDefault(static identifier => identifier != Windows) is { } unknown)
            {
                return $"There are no .NET container images for {unknown}: of Windows there are those for {Windows}. Publish for that, or for Linux (-r linux-x64).";
            }
        }
        else if (identifiers.FirstOrDefault(static identifier => !identifier.StartsWith("linux-", StringComparison.Ordinal)) is { } elsewhere)
        {
            return $"RuntimeIdentifier {elsewhere} does not run in a Linux container. Publish for linux-x64 or linux-arm64.";
        }
        else if (identifiers.FirstOrDefault(static identifier => RuntimeIdentifiers.PlatformOf(identifier) is null) is { } strange)
        {
            return $"RuntimeIdentifier {strange} names a processor that no container platform is known for. Publish for linux-x64 or linux-arm64.";
        }
        else if (identifiers.Any(IsOfMusl) && !identifiers.All(IsOfMusl))
        {
            return $"{identifiers.First(IsOfMusl)} and {identifiers.First(static identifier => !IsOfMusl(identifier))} need two C libraries, and a base image has one. "
                + "Leave those of one library in ContainerRuntimeIdentifiers.";
        }

        return ObstacleOfFramework(project) ?? (project.IsWindows ? ObstacleOfWindows(project) : null);
    }

    private static string? ObstacleOfFramework(DotNetProject project)
    {
        var framework = project.TargetFramework;
        if (framework.Platform.Length == 0) return null;
        if (!framework.Platform.StartsWith("windows", StringComparison.OrdinalIgnoreCase)) return $"TargetFramework {framework.Moniker} does not run in a container. Target net{framework.Version}.";
        if (project.IsWindows) return null;
        return $"TargetFramework {framework.Moniker} does not run in a Linux container. Target net{framework.Version} and publish for Linux (-r linux-x64), or publish for a Windows container (-r {Windows}).";
    }

    private static string? ObstacleOfWindows(DotNetProject project)
    {
        if (project.FrameworkReferences.FirstOrDefault(static reference => reference.StartsWith(Desktop, StringComparison.OrdinalIgnoreCase)) is { } desktop)
        {
            return $"FrameworkReference {desktop}: no container image has it, as a container has no desktop. Take UseWPF and UseWindowsForms out of what runs in one.";
        }

        if (project.PublishAot && project.PublishFolder is null)
        {
            return "There is no .NET SDK image for Windows with the native AOT tool chain. Publish outside, where it is installed, and make the image of that (ContainerGuardLayout=publish), or set PublishAot to false.";
        }

        return project.BuildExtras.AptPackages.Concat(project.FinalExtras.AptPackages).FirstOrDefault() is { } package
            ? $"ContainerGuardAptPackage '{package}' is for Linux, and the image is one of Windows, which has no apt-get. Take it out, or publish for Linux (-r linux-x64)."
            : null;
    }

    private static bool IsOfWindows(string identifier) => identifier.StartsWith("win", StringComparison.Ordinal);

    private static bool IsOfMusl(string identifier) => identifier.StartsWith("linux-musl", StringComparison.Ordinal);
}
