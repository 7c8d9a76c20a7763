namespace ContainerGuard.Generation.DotNet;

/// <summary>The stage 'final' of a Linux container: the app, its settings, its user.</summary>
internal static class DotNetFinalStage
{
    /// <summary>The uid of the user app in Microsoft's images since .NET 8.</summary>
    private const string AppUserId = "1654";

    private const string IgnoredSignal = "Exec form: the app is PID 1, but does not handle the signal of docker stop, which kills it "
        + "after 10 seconds. 'docker run --init' stops it immediately (CG6022).";

    private static readonly string[] WebAddressVariables =
        ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "ASPNETCORE_URLS", "DOTNET_HTTP_PORTS", "DOTNET_URLS", "HTTP_PORTS", "URLS"];

    public static FinalStage Of(DotNetProject project, BaseImages images)
    {
        var directory = FinalStage.Directory(project);
        return new()
        {
            Image = images.Final.Reference,
            AptPackages = AppLibraries.Apt(project, images.Final.Reference),
            Installs = AppLibraries.Apk(project, images.Final.Reference),
            Reasons = Reasons(project, images),
            ReasonsOfFiles = [FinalStage.OwnedByRoot,
                "WORKDIR comes after COPY: before it, WORKDIR would create the folder and give it to the app's user."],
            Files = [App(project, "/app", directory), new WorkdirStep(directory)],
            Variables = Environment(project),
            Ports = project.Ports,
            User = User(images),
            Health = Health(project, images, directory),
            Process = Process(project, $"{directory}/{project.AssemblyName}"),
        };
    }

    /// <summary>The comments above the stage.</summary>
    public static IReadOnlyList<string> Reasons(DotNetProject project, BaseImages images) =>
    [
        images.Final.Sentence,
        project.PublishFolder is null
            ? "final is the image that ships: no SDK, no sources (CG2007)."
            : "Copies the output of dotnet publish. Nothing is built here.",
    ];

    /// <summary>The app: from the build stage, or from the published folder.</summary>
    public static CopyStep App(DotNetProject project, string output, string directory) =>
        project.PublishFolder is { } folder ? CopyStep.Folder(folder, directory) : CopyStep.Of("build", output, directory);

    /// <summary>
    /// The app with the arguments of the project: <c>ContainerAppCommandArgs</c> are always passed, <c>ContainerDefaultArgs</c> can be
    /// replaced. <c>ContainerAppCommand</c> replaces the app's program, and <c>ContainerEntrypoint</c> precedes it.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="executable">The path of the app's executable in the image.</param>
    public static StageProcess Process(DotNetProject project, string executable)
    {
        IReadOnlyList<string> app =
        [
            .. project.ContainerAppCommand.Count > 0 ? project.ContainerAppCommand
                : project.HasExecutable ? [executable]
                : ["dotnet", $"{project.AssemblyName}.dll"],
            .. project.ContainerAppCommandArgs,
        ];
        if (project.ContainerEntrypoint.Count > 0)
        {
            return new(project.ContainerEntrypoint)
            {
                Form = "Exec form: the ContainerEntrypoint of the project is PID 1, and starts the app in CMD.",
                DefaultArguments = [.. app, .. project.ContainerDefaultArgs],
            };
        }

        var process = new StageProcess(app) { DefaultArguments = project.ContainerDefaultArgs };
        return project.IgnoresStopSignal ? process with { Form = IgnoredSignal } : process;
    }

    // Microsoft's images call the same user app; its number is what Kubernetes can verify.
    private static StageUser User(BaseImages images) => images.DefinesAppUser
        ? new(
            AppUserId, "The base image's user app ($APP_UID) has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).",
            "app")
        : StageUser.Any with { Id = AppUserId };

    private static StageHealth Health(DotNetProject project, BaseImages images, string directory)
    {
        if (project.ContainerGuardHealthcheck.Length == 0) return images.IsDistroless ? StageHealth.WithoutClient : StageHealth.Outside;
        var address = new HealthAddress(project.HealthPort!.Value, project.ContainerGuardHealthcheck);
        return project.IsSelfContained
            ? address.Wget
            : new(
                ["dotnet", $"{directory}/ContainerGuard.Probe.dll", address.Url],
                "The probe is in the app's folder and needs no shell and no HTTP client (CG6009).");
    }

    public static Dictionary<string, string> Environment(DotNetProject project)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in project.ContainerEnvironmentVariables) variables[name] = value;

        // Production is also the host's default. Here it overrides a base image that sets another value.
        variables.TryAdd(project.IsWeb ? "ASPNETCORE_ENVIRONMENT" : "DOTNET_ENVIRONMENT", "Production");
        if (project.IsWeb && project.Needs.Ports.Count == 0 && !Array.Exists(WebAddressVariables, variables.ContainsKey))
        {
            foreach (var port in project.Ports)
            {
                if (port.Protocol != "tcp") continue;
                if (project.TargetFramework.Major >= 8) variables["ASPNETCORE_HTTP_PORTS"] = $"{port.Number}";
                else variables["ASPNETCORE_URLS"] = $"http://+:{port.Number}";
                break;
            }
        }

        return variables;
    }
}
