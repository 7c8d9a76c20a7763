using System.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>Writes the stage 'final': the app, its settings, its user.</summary>
internal static class DotNetFinalStage
{
    /// <summary>The uid of the user app in Microsoft's images since .NET 8.</summary>
    private const string AppUserId = "1654";

    private static readonly string[] WebAddressVariables =
        ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "ASPNETCORE_URLS", "DOTNET_HTTP_PORTS", "DOTNET_URLS", "HTTP_PORTS", "URLS"];

    public static void Write(StringBuilder text, DotNetProject project, BaseImages images, IReadOnlyDictionary<string, string> pins)
    {
        var directory = FinalStage.Directory(project);
        var final = images.Final.Pinned(pins);
        text.Append('\n').Append(Instruction.Comment(images.Final.Sentence));
        text.Append($"""
            {(project.PublishFolder is null ? "# final is the image that ships: no SDK, no sources (CG2007)." : "# Copies the output of dotnet publish. Nothing is built here.")}

            """);
        FinalStage.AppendFrom(text, project, final);
        text.Append($"""
            # Owned by root and read-only for the app: an attacker in the process cannot change its code.
            # WORKDIR comes after COPY: before it, WORKDIR would create the folder and give it to the app's user.
            {(project.PublishFolder is { } folder ? Instruction.CopyFolder(folder, directory) : Instruction.CopyFrom("build", "/app", directory))}
            WORKDIR {Instruction.Quote(directory)}

            """);
        FinalStage.AppendSettings(text, project, Environment(project), project.Ports, images.Final.Reference, final);
        WriteUser(text, project, images);
        text.Append(Healthcheck(project, images, directory));
        text.Append($"""
            # {FinalStage.OwnProcess}
            ENTRYPOINT {Instruction.JsonArray([.. project.HasExecutable ? (string[])[$"{directory}/{project.AssemblyName}"] : ["dotnet", $"{project.AssemblyName}.dll"], .. project.ContainerAppCommandArgs])}

            """);
        if (project.ContainerDefaultArgs.Count > 0) text.Append($"CMD {Instruction.JsonArray(project.ContainerDefaultArgs)}\n");
    }

    private static void WriteUser(StringBuilder text, DotNetProject project, BaseImages images)
    {
        // Microsoft's images call the same user app; its number is what Kubernetes can verify.
        if (project.ContainerUser.Length > 0 && !(project.ContainerUser == "app" && images.DefinesAppUser))
        {
            text.Append($"USER {Instruction.Quote(project.ContainerUser)}\n");
        }
        else if (images.DefinesAppUser)
        {
            text.Append($"""
                # The base image's user app ($APP_UID) as a number, which Kubernetes' runAsNonRoot can verify (CG3002, CG3006).
                USER {AppUserId}

                """);
        }
        else
        {
            text.Append($"""
                # {FinalStage.AnyUserReason}
                USER {AppUserId}

                """);
        }
    }

    private static string Healthcheck(DotNetProject project, BaseImages images, string directory)
    {
        if (project.ContainerGuardHealthcheck.Length == 0)
        {
            var client = images.IsDistroless ? ", because the image has no shell and no HTTP client" : "";
            return $"# The orchestrator checks the health from outside{client}.\nHEALTHCHECK NONE\n";
        }

        var address = $"http://127.0.0.1:{project.HealthPort}{project.ContainerGuardHealthcheck}";
        var (reason, words) = project.IsSelfContained
            ? ("wget is part of alpine's BusyBox (CG6009).", (string[])["wget", "--quiet", "--output-document=/dev/null", address])
            : ("The probe is in the app's folder and needs no shell and no HTTP client (CG6009).", ["dotnet", $"{directory}/ContainerGuard.Probe.dll", address]);
        return $"# {reason}\nHEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD {Instruction.JsonArray(words)}\n";
    }

    public static Dictionary<string, string> Environment(DotNetProject project)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in project.ContainerEnvironmentVariables) variables[name] = value;

        // Production is also the host's default. Here it overrides a base image that sets another value.
        variables.TryAdd(project.IsWeb ? "ASPNETCORE_ENVIRONMENT" : "DOTNET_ENVIRONMENT", "Production");
        if (project.IsWeb && !Array.Exists(WebAddressVariables, variables.ContainsKey))
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
