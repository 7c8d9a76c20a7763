using System.Globalization;

namespace ContainerGuard.Generation.DotNet;

/// <summary>What the evaluated project says of itself; every member is named as the MSBuild property or item it comes from.</summary>
internal sealed record DotNetProject : ContainerProject
{
    public required string AssemblyName { get; init; }

    /// <summary>The moniker that is published: <c>net10.0</c>.</summary>
    public required TargetFramework TargetFramework { get; init; }

    /// <summary>Whether there are <c>TargetFrameworks</c>, of which a publish has to name one.</summary>
    public bool IsMultiTargeted { get; init; }

    public string OutputType { get; init; } = "Exe";

    /// <summary>Shared frameworks, direct and transitive: <c>Microsoft.AspNetCore.App</c> decides between the aspnet and the runtime image.</summary>
    public IReadOnlyList<string> FrameworkReferences { get; init; } = [];

    public string RuntimeIdentifier { get; init; } = "";

    public IReadOnlyList<string> RuntimeIdentifiers { get; init; } = [];

    /// <summary><c>ContainerRuntimeIdentifiers</c>, or <c>ContainerRuntimeIdentifier</c>.</summary>
    public IReadOnlyList<string> ContainerRuntimeIdentifiers { get; init; } = [];

    /// <summary>Whether the container is one of Windows.</summary>
    public bool IsWindows => ContainerTargets.IsWindows(this);

    /// <summary>Any of SelfContained, PublishSelfContained, PublishTrimmed and PublishAot: the app brings its own runtime.</summary>
    public bool IsSelfContained { get; init; }

    public bool PublishAot { get; init; }

    public bool PublishSingleFile { get; init; }

    /// <summary>Whether the single file writes what is in it to a folder when it starts (<c>IncludeAllContentForSelfExtract</c>, <c>IncludeNativeLibrariesForSelfExtract</c>).</summary>
    public bool UnpacksItself { get; init; }

    public bool InvariantGlobalization { get; init; }

    /// <summary>Arguments that the app cannot start without.</summary>
    public IReadOnlyList<string> ContainerAppCommandArgs { get; init; } = [];

    /// <summary>Arguments that the app starts with unless a person gives others.</summary>
    public IReadOnlyList<string> ContainerDefaultArgs { get; init; } = [];

    /// <summary>The path that the container's health is asked for at; empty where nobody asks.</summary>
    public string ContainerGuardHealthcheck { get; init; } = "";

    /// <summary>The folder of a single-page application, as ASP.NET's templates name it.</summary>
    public string SpaRoot { get; init; } = "";

    /// <summary>Referenced projects of the JavaScript SDK (<c>.esproj</c>), absolute.</summary>
    public IReadOnlyList<string> JavaScriptProjects { get; init; } = [];

    /// <summary>Where <c>dotnet publish</c> puts the app, absolute, if the image is made of that (<c>ContainerGuardLayout</c> is <c>publish</c>); else empty.</summary>
    public string PublishDirectory { get; init; } = "";

    /// <summary>The same relative to the context; null where the image builds the app.</summary>
    public string? PublishFolder => PublishDirectory.Length == 0 ? null : ContextPath.Relative(ContextDirectory, PublishDirectory);

    public bool IsWeb
    {
        get
        {
            foreach (var reference in FrameworkReferences)
            {
                if (reference.Equals("Microsoft.AspNetCore.App", StringComparison.OrdinalIgnoreCase)) return true;
            }

            return false;
        }
    }

    /// <summary>Whether the app starts by its own executable instead of <c>dotnet App.dll</c>.</summary>
    public bool HasExecutable => IsSelfContained || PublishSingleFile;

    /// <summary>The ports that are exposed: those of the project, else a web app's 8080.</summary>
    public IReadOnlyList<ContainerPort> Ports => ContainerPorts.Count == 0 && IsWeb ? [new ContainerPort(8080, "tcp")] : ContainerPorts;

    /// <summary>The port that health is asked for at: that of the variables by which ASP.NET Core is told one, else the first TCP port; null without any.</summary>
    public int? HealthPort =>
        ContainerEnvironmentVariables.TryGetValue("ASPNETCORE_HTTP_PORTS", out var ports) && int.TryParse(ports.Split(';')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told
        : Ports.FirstOrDefault(static port => port.Protocol == "tcp")?.Number;

    /// <summary>On Windows a path from the root on may begin with its drive.</summary>
    protected override bool IsAbsolute(string path) =>
        base.IsAbsolute(path) || (IsWindows && path is [var drive, ':', '/' or '\\', ..] && char.IsAsciiLetter(drive));

    /// <summary>Why no container can be made of this project, with the way out; null when one can.</summary>
    public string? Obstacle()
    {
        if (ContainerObstacle() is { } obstacle) return obstacle;

        if (OutputType is not ("Exe" or "WinExe"))
        {
            return $"OutputType is {OutputType}: a library has no entry point, so there is nothing to start in a container. "
                + "Publish the project that starts, or set ContainerGuardEnabled to false here.";
        }

        if (!TargetFramework.IsModern)
        {
            return $"TargetFramework {TargetFramework.Moniker} has no Linux container image. Target net8.0 or later, or write a Dockerfile of your own.";
        }

        if (ContainerTargets.Obstacle(this) is { } platform) return platform;

        if (ContainerGuardHealthcheck.Length > 0 && HealthPort is null)
        {
            return $"ContainerGuardHealthcheck is '{ContainerGuardHealthcheck}', and the project has no port to ask. Add the one that the app listens on: <ContainerPort Include=\"8080\" Type=\"tcp\" />.";
        }

        if (ContainerGuardHealthcheck.Length > 0 && IsSelfContained && !IsWindows && !BaseImages.IsMusl(this))
        {
            return $"ContainerGuardHealthcheck is '{ContainerGuardHealthcheck}', and in the image of a self-contained app there is nothing to ask with: no .NET runtime, no shell, no HTTP client. "
                + "Set ContainerFamily to alpine, whose wget asks; or let the app use the image's runtime (SelfContained=false); or leave the property empty, and let the orchestrator probe.";
        }

        if (PublishDirectory.Length > 0 && PublishFolder is null or "")
        {
            return $"The app is published to {PublishDirectory}, outside the build context {ContextDirectory}, so no Dockerfile can copy it. "
                + "Set ContainerGuardContext to a folder that holds it, or publish into one below the context.";
        }

        if (PublishAot && !IsWindows && ContainerFamily.Length > 0 && !BaseImages.HasNativeAotSdk(ContainerFamily))
        {
            return $"There is no .NET SDK image with the native AOT tool chain for ContainerFamily {ContainerFamily}. "
                + "Leave ContainerFamily empty, set it to alpine, or write a Dockerfile of your own.";
        }

        return null;
    }
}
