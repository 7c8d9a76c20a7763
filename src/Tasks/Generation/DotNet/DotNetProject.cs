namespace ContainerGuard.Generation.DotNet;

/// <summary>A port that the container listens on: the SDK's <c>ContainerPort</c> item with its <c>Type</c>.</summary>
internal sealed record ContainerPort(int Number, string Protocol)
{
    public override string ToString() => Protocol == "tcp" ? $"{Number}" : $"{Number}/{Protocol}";
}

/// <summary>What the evaluated project says of itself; every member is named as the MSBuild property or item it comes from.</summary>
internal sealed record DotNetProject
{
    /// <summary>The project file, absolute.</summary>
    public required string ProjectPath { get; init; }

    /// <summary>The build context, absolute.</summary>
    public required string ContextDirectory { get; init; }

    public required string AssemblyName { get; init; }

    /// <summary>The moniker that is published: <c>net10.0</c>.</summary>
    public required TargetFramework TargetFramework { get; init; }

    public string OutputType { get; init; } = "Exe";

    /// <summary>Shared frameworks, direct and transitive: <c>Microsoft.AspNetCore.App</c> decides between the aspnet and the runtime image.</summary>
    public IReadOnlyList<string> FrameworkReferences { get; init; } = [];

    public string RuntimeIdentifier { get; init; } = "";

    /// <summary>Any of SelfContained, PublishSelfContained, PublishTrimmed and PublishAot: the app brings its own runtime.</summary>
    public bool IsSelfContained { get; init; }

    public bool PublishAot { get; init; }

    public bool PublishSingleFile { get; init; }

    public bool InvariantGlobalization { get; init; }

    public string ContainerFamily { get; init; } = "";

    public string ContainerBaseImage { get; init; } = "";

    public string ContainerUser { get; init; } = "";

    public string ContainerWorkingDirectory { get; init; } = "";

    public string ContainerRepository { get; init; } = "";

    public IReadOnlyList<string> ContainerImageTags { get; init; } = [];

    public IReadOnlyList<ContainerPort> ContainerPorts { get; init; } = [];

    public IReadOnlyDictionary<string, string> ContainerEnvironmentVariables { get; init; } = NoValues;

    /// <summary>The person's labels over those that the SDK makes from the project; those of the base image come later, when it is known.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoValues;

    /// <summary>Whether the SDK would name the base image in a label (<c>ContainerGenerateLabelsImageBaseName</c>, <c>…BaseDigest</c>).</summary>
    public bool LabelsBaseImage { get; init; } = true;

    private static IReadOnlyDictionary<string, string> NoValues { get; } = new Dictionary<string, string>();

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

    /// <summary>The project relative to the context, with forward slashes; null when it lies outside.</summary>
    public string? RelativePath => ContextPath.Relative(ContextDirectory, ProjectPath);

    /// <summary>The ports that are exposed: those of the project, else a web app's 8080.</summary>
    public IReadOnlyList<ContainerPort> Ports => ContainerPorts.Count == 0 && IsWeb ? [new ContainerPort(8080, "tcp")] : ContainerPorts;

    /// <summary>Why no container can be made of this project, with the way out; null when one can.</summary>
    public string? Obstacle()
    {
        if (RelativePath is null)
        {
            return $"The project lies outside the build context {ContextDirectory}, so no Dockerfile can copy it. "
                + "Set ContainerGuardContext to a folder that holds both the project and everything it refers to.";
        }

        if (OutputType is not ("Exe" or "WinExe"))
        {
            return $"OutputType is {OutputType}: a library has no entry point, so there is nothing to start in a container. "
                + "Publish the project that starts, or set ContainerGuardEnabled to false here.";
        }

        if (!TargetFramework.IsModern)
        {
            return $"TargetFramework {TargetFramework.Moniker} has no Linux container image. Target net8.0 or later, or write a Dockerfile of your own.";
        }

        if (TargetFramework.Platform.Length > 0 || RuntimeIdentifier.StartsWith("win", StringComparison.Ordinal))
        {
            var reason = TargetFramework.Platform.Length > 0 ? $"TargetFramework {TargetFramework.Moniker}" : $"RuntimeIdentifier {RuntimeIdentifier}";
            return $"{reason} does not run in a Linux container. Publish for Linux (-r linux-x64), or write a Dockerfile of your own.";
        }

        if (RuntimeIdentifier.Length > 0 && !RuntimeIdentifier.StartsWith("linux-", StringComparison.Ordinal))
        {
            return $"RuntimeIdentifier {RuntimeIdentifier} does not run in a Linux container. Publish for linux-x64 or linux-arm64.";
        }

        if (ContainerWorkingDirectory.Length > 0 && ContainerWorkingDirectory[0] != '/')
        {
            return $"ContainerWorkingDirectory '{ContainerWorkingDirectory}' is not an absolute path. Write it from the root: /app.";
        }

        foreach (var port in ContainerPorts)
        {
            if (port.Number is < 1 or > 65535 || port.Protocol is not ("tcp" or "udp"))
            {
                return $"ContainerPort {port} is no port. Use a number from 1 to 65535, with Type tcp or udp.";
            }
        }

        if (PublishAot && ContainerFamily.Length > 0 && !BaseImages.HasNativeAotSdk(ContainerFamily))
        {
            return $"There is no .NET SDK image with the native AOT tool chain for ContainerFamily {ContainerFamily}. "
                + "Leave ContainerFamily empty, set it to alpine, or write a Dockerfile of your own.";
        }

        return null;
    }
}
