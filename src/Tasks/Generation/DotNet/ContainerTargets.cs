namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Derives the operating system and the C library of the container from the project's runtime identifiers, and reports identifiers without
/// an image.
/// </summary>
internal static class ContainerTargets
{
    /// <summary>
    /// The only Windows runtime identifier with .NET images (dotnet/dotnet-docker, documentation/supported-platforms.md).
    /// </summary>
    public const string Windows = "win-x64";

    private const string Desktop = "Microsoft.WindowsDesktop.App";

    public static bool IsWindows(DotNetProject project) => AskedFor(project).Any(IsOfWindows);

    /// <summary>
    /// The platform to request from the builder; null for its default. The Windows engine builds only for its own platform.
    /// </summary>
    public static string? PlatformOf(DotNetProject project) =>
        AskedFor(project) is [var one] && !IsOfWindows(one) ? RuntimeIdentifiers.PlatformOf(one) : null;

    /// <summary>Whether the image is for musl. One base image has one C library, so all identifiers must be for musl.</summary>
    public static bool AreMusl(DotNetProject project)
    {
        IReadOnlyList<string> identifiers = AskedFor(project);

        // RuntimeIdentifiers can also contain identifiers that are not for the container.
        if (identifiers.Count == 0)
        {
            identifiers =
                [.. project.RuntimeIdentifiers.Where(static identifier => identifier.StartsWith("linux-", StringComparison.Ordinal))];
        }

        return identifiers.Count > 0 && identifiers.All(IsOfMusl);
    }

    /// <summary>The identifiers of the container: the SDK's container property, else RuntimeIdentifier.</summary>
    private static IReadOnlyList<string> AskedFor(DotNetProject project) =>
        project.ContainerRuntimeIdentifiers.Count > 0 ? project.ContainerRuntimeIdentifiers
        : project.RuntimeIdentifier.Length > 0 ? [project.RuntimeIdentifier]
        : [];

    /// <summary>Why no image can run the app, with the remedy; null if one can.</summary>
    public static Problem? Problem(DotNetProject project)
    {
        var identifiers = AskedFor(project);
        if (project.IsWindows)
        {
            if (identifiers.FirstOrDefault(static identifier => !IsOfWindows(identifier)) is { } other)
            {
                return new(
                    $"{identifiers.First(IsOfWindows)} and {other} are for different operating systems.",
                    "Keep the identifiers of one system in ContainerRuntimeIdentifiers.");
            }

            if (identifiers.FirstOrDefault(static identifier => identifier != Windows) is { } unknown)
            {
                return new($".NET has no container images for {unknown}.", $"Publish for {Windows}, or for Linux (-r linux-x64).");
            }
        }
        else if (identifiers.FirstOrDefault(static identifier => !identifier.StartsWith("linux-", StringComparison.Ordinal))
            is { } elsewhere)
        {
            return new($"RuntimeIdentifier {elsewhere} does not run in a Linux container.", "Publish for linux-x64 or linux-arm64.");
        }
        else if (identifiers.FirstOrDefault(static identifier => RuntimeIdentifiers.PlatformOf(identifier) is null) is { } strange)
        {
            return new($"RuntimeIdentifier {strange} has no known container platform.", "Publish for linux-x64 or linux-arm64.");
        }
        else if (identifiers.Any(IsOfMusl) && !identifiers.All(IsOfMusl))
        {
            return new(
                $"{identifiers.First(IsOfMusl)} and {identifiers.First(static identifier => !IsOfMusl(identifier))} need different C "
                    + "libraries, but a base image has one.",
                "Keep the identifiers of one library in ContainerRuntimeIdentifiers.");
        }

        return ProblemOfFramework(project) ?? (project.IsWindows ? ProblemOfWindows(project) : null);
    }

    private static Problem? ProblemOfFramework(DotNetProject project)
    {
        var framework = project.TargetFramework;
        if (framework.Platform.Length == 0) return null;
        if (!framework.Platform.StartsWith("windows", StringComparison.OrdinalIgnoreCase))
        {
            return new($"TargetFramework {framework.Moniker} does not run in a container.", $"Target net{framework.Version}.");
        }

        if (project.IsWindows) return null;
        return new(
            $"TargetFramework {framework.Moniker} does not run in a Linux container.",
            $"Target net{framework.Version}, or publish for a Windows container (-r {Windows}).");
    }

    private static Problem? ProblemOfWindows(DotNetProject project)
    {
        if (project.FrameworkReferences.FirstOrDefault(
            static reference => reference.StartsWith(Desktop, StringComparison.OrdinalIgnoreCase)) is { } desktop)
        {
            return new(
                $"No container image has the framework {desktop}.",
                "Remove UseWPF and UseWindowsForms from this project and its references.");
        }

        if (project.PublishAot && project.PublishFolder is null)
        {
            return new(
                ".NET has no Windows SDK image with the native AOT toolchain.",
                "Publish on a host that has it and set ContainerGuardLayout=publish, or set PublishAot to false.");
        }

        return project.BuildExtras.AptPackages.Concat(project.FinalExtras.AptPackages).FirstOrDefault() is { } package
            ? new Problem(
                $"ContainerGuardAptPackage '{package}' needs apt-get, which a Windows image does not have.",
                "Remove the item, or publish for Linux (-r linux-x64).")
            : null;
    }

    private static bool IsOfWindows(string identifier) => identifier.StartsWith("win", StringComparison.Ordinal);

    private static bool IsOfMusl(string identifier) => identifier.StartsWith("linux-musl", StringComparison.Ordinal);
}
