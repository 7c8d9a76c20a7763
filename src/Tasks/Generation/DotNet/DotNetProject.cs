using System.Globalization;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.DotNet;

/// <summary>An evaluated .NET project. Each member has the name of its MSBuild property or item.</summary>
internal sealed record DotNetProject : ContainerProject
{
    public required string AssemblyName { get; init; }

    /// <summary>The published framework: <c>net10.0</c>.</summary>
    public required TargetFramework TargetFramework { get; init; }

    /// <summary>Whether the project has <c>TargetFrameworks</c>, of which a publish selects one.</summary>
    public bool IsMultiTargeted { get; init; }

    public string OutputType { get; init; } = "Exe";

    /// <summary>
    /// Shared frameworks, direct and transitive: <c>Microsoft.AspNetCore.App</c> decides between the aspnet and the runtime image.
    /// </summary>
    public IReadOnlyList<string> FrameworkReferences { get; init; } = [];

    public string RuntimeIdentifier { get; init; } = "";

    public IReadOnlyList<string> RuntimeIdentifiers { get; init; } = [];

    /// <summary><c>ContainerRuntimeIdentifiers</c>, or <c>ContainerRuntimeIdentifier</c>.</summary>
    public IReadOnlyList<string> ContainerRuntimeIdentifiers { get; init; } = [];

    /// <summary>Whether the container is a Windows container.</summary>
    public bool IsWindows => ContainerTargets.IsWindows(this);

    /// <summary>Any of SelfContained, PublishSelfContained, PublishTrimmed and PublishAot: the app contains its own runtime.</summary>
    public bool IsSelfContained { get; init; }

    public bool PublishAot { get; init; }

    public bool PublishSingleFile { get; init; }

    /// <summary>
    /// Whether the single file extracts itself to a folder at startup (<c>IncludeAllContentForSelfExtract</c>,
    /// <c>IncludeNativeLibrariesForSelfExtract</c>).
    /// </summary>
    public bool UnpacksItself { get; init; }

    public bool InvariantGlobalization { get; init; }

    /// <summary>Arguments that are always passed to the app.</summary>
    public IReadOnlyList<string> ContainerAppCommandArgs { get; init; } = [];

    /// <summary>Default arguments, which <c>docker run</c> can replace.</summary>
    public IReadOnlyList<string> ContainerDefaultArgs { get; init; } = [];

    /// <summary>The words that start the app instead of its own program; empty for the program.</summary>
    public IReadOnlyList<string> ContainerAppCommand { get; init; } = [];

    /// <summary>The words in front of the app, such as an init, with <c>ContainerEntrypointArgs</c>; empty for none.</summary>
    public IReadOnlyList<string> ContainerEntrypoint { get; init; } = [];

    /// <summary>What the files of the project tell about the running app.</summary>
    public AppNeeds Needs { get; init; } = AppNeeds.None;

    /// <summary>
    /// Whether <c>docker stop</c> has no effect: since .NET 10 the runtime does not handle SIGTERM, and the kernel ignores a signal
    /// without a handler for PID 1.
    /// </summary>
    public bool IgnoresStopSignal =>
        Needs.HandlesSignals == false && TargetFramework.Major >= 10 && !IsWeb && !IsWindows && ContainerEntrypoint.Count == 0;

    /// <summary>The folder of the single-page application, a property of ASP.NET's templates.</summary>
    public string SpaRoot { get; init; } = "";

    /// <summary>Referenced projects of the JavaScript SDK (<c>.esproj</c>), absolute.</summary>
    public IReadOnlyList<string> JavaScriptProjects { get; init; } = [];

    /// <summary>
    /// The output folder of <c>dotnet publish</c>, absolute, if the image copies it (<c>ContainerGuardLayout</c> is <c>publish</c>); else
    /// empty.
    /// </summary>
    public string PublishDirectory { get; init; } = "";

    /// <summary>Properties of the command line that the image's build gets, too.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Given { get; init; } = [];

    /// <summary>Whether <c>ContainerVersion</c> sets the version label.</summary>
    public bool HasOwnVersion { get; init; }

    /// <summary><c>PackageVersion</c> as it was evaluated, before a target computes it.</summary>
    public string PackageVersion { get; init; } = "";

    /// <summary>The C# file of a file-based app, absolute, whose project does not exist on the disk; else empty.</summary>
    public string EntryPointFile { get; init; } = "";

    /// <summary>The project or the file of a file-based app, relative to the context.</summary>
    public string Source =>
        (EntryPointFile.Length > 0 ? ContextPath.Relative(ContextDirectory, EntryPointFile) : null) ?? RelativePath!;

    /// <summary>The output folder of <c>dotnet publish</c> on this machine, absolute; empty if it is not known.</summary>
    public string PublishOutput { get; init; } = "";

    /// <summary><c>ContainerGuardRestoreInput</c>: further files that restore reads, absolute.</summary>
    public IReadOnlyList<string> RestoreInputs { get; init; } = [];

    /// <summary><see cref="PublishDirectory"/> relative to the context; null if the image builds the app.</summary>
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

    /// <summary>Whether the app starts with its executable instead of <c>dotnet App.dll</c>.</summary>
    public bool HasExecutable => IsSelfContained || PublishSingleFile;

    /// <summary>The ports to expose: those of the project, else those in its settings files, else 8080 for a web app.</summary>
    public IReadOnlyList<ContainerPort> Ports => ContainerPorts.Count > 0 || !IsWeb ? ContainerPorts
        : Needs.Ports.Count > 0 ? [.. Needs.Ports.Select(static port => new ContainerPort(port, "tcp"))]
        : [new ContainerPort(8080, "tcp")];

    /// <summary>The port of the health check: <c>ASPNETCORE_HTTP_PORTS</c>, else the first TCP port; null without a port.</summary>
    public int? HealthPort =>
        ContainerEnvironmentVariables.TryGetValue("ASPNETCORE_HTTP_PORTS", out var ports)
            && int.TryParse(ports.Split(';')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var told)
            ? told
        : Ports.FirstOrDefault(static port => port.Protocol == "tcp")?.Number;

    /// <summary>On Windows an absolute path can begin with a drive.</summary>
    protected override bool IsAbsolute(string path) =>
        base.IsAbsolute(path) || (IsWindows && path is [var drive, ':', '/' or '\\', ..] && char.IsAsciiLetter(drive));

    /// <summary>Why this project cannot become a container, with the remedy; null if it can.</summary>
    public Problem? Problem()
    {
        if (ContainerProblem() is { } problem) return problem;

        if (OutputType is not ("Exe" or "WinExe"))
        {
            return new($"OutputType is {OutputType}, so a container has nothing to start.", "Publish the executable project instead.");
        }

        if (!TargetFramework.IsModern)
        {
            return new($"TargetFramework {TargetFramework.Moniker} has no Linux container image.", "Target net8.0 or later.");
        }

        if (ContainerTargets.Problem(this) is { } platform) return platform;

        if (ContainerGuardHealthcheck.Length > 0 && HealthPort is null)
        {
            return HealthAddress.WithoutPort(ContainerGuardHealthcheck);
        }

        if (ContainerGuardHealthcheck.Length > 0 && IsSelfContained && !IsWindows && !BaseImages.IsMusl(this))
        {
            return new(
                $"ContainerGuardHealthcheck is '{ContainerGuardHealthcheck}', but the image of a self-contained app has no HTTP client.",
                "Set ContainerFamily to alpine, or SelfContained to false, or remove the property.");
        }

        if (PublishDirectory.Length > 0 && PublishFolder is null or "")
        {
            return new(
                $"The app is published to {PublishDirectory}, outside the build context {ContextDirectory}.",
                "Publish into a folder in the context, or set ContainerGuardContext.");
        }

        if (PublishAot && !IsWindows && ContainerFamily.Length > 0 && !BaseImages.HasNativeAotSdk(ContainerFamily))
        {
            return new(
                $".NET has no SDK image with the native AOT toolchain for ContainerFamily '{ContainerFamily}'.",
                "Leave it empty, or set it to alpine.");
        }

        return null;
    }
}
