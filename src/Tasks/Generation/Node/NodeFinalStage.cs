using System.Globalization;

namespace ContainerGuard.Generation.Node;

/// <summary>The stage 'final' of a Node.js application.</summary>
internal static class NodeFinalStage
{
    private const int DefaultPort = 3000;

    public static FinalStage Of(NodeApp app, StageHealth health)
    {
        var directory = FinalStage.Directory(app.Project);
        var ports = Ports(app);
        var name = app.Images.RunsBun ? "bun" : app.Images.IsDistroless ? "nonroot" : "node";
        return new()
        {
            Image = app.Images.Final.Reference,
            Reasons =
            [
                .. app.ShipsBuild || app.Installs || app.Builds.Count > 0 || app.Images.RunsBun ? [] : new[] { app.Release.Sentence },
                $"final is the image that ships (CG2007), based on {app.Images.Final.Reason}.",
            ],
            AptPackages = app.Prisma is { HasEngine: true } && ImageTools.HasApt(app.Images.Final.Reference) ? ["openssl=3.*"] : [],
            Installs = [.. Installs(app)],
            Files =
            [
                CopyStep.Of("init", $"{(app.Images.IsAlpine ? "/sbin" : "/usr/bin")}/tini-static", "/usr/bin/tini"),
                .. app.ShipsBuild ? Shipped(app, directory) : Sources(app, directory),
                new WorkdirStep(app.Member.Length == 0 ? directory : $"{directory}/{app.Member}"),
            ],
            Variables = Environment(app, ports),
            Ports = ports,
            User = StageUser.OfImage(app.Images.UserId, name, "The base image's") with { Name = name },
            Writable = NodeFrameworks.IsNext(app.Start)
                ? [$"{directory}/{(app.Member.Length == 0 ? "" : $"{app.Member}/")}{NodeFrameworks.NextCache}"]
                : [],
            Health = health,
            Process = new(["/usr/bin/tini", "--", .. app.Start.Process ?? [app.Images.Node, .. app.Start.Arguments]])
            {
                Form = $"Exec form: tini forwards the signal of docker stop to {(app.Images.RunsBun ? "bun" : "node")}, without npm "
                    + "or a shell (CG6001, CG6002).",
            },
        };
    }

    private static IEnumerable<RunStep> Installs(NodeApp app)
    {
        if (app.Prisma is { HasEngine: true } && app.Images.IsAlpine)
        {
            yield return new("apk add --no-cache openssl~=3", "Prisma's engine is linked to OpenSSL.");
        }

        // The images have npm, but pnpm only through corepack, which would download it at each start.
        if (app.PnpmCaller is not { } caller || app.Manager.Pin is not { } pin) yield break;
        yield return new(
            $"--mount=type=cache,id=npm,target=/root/.npm \\\n    npm install --global {CommandLine.Quote(pin.Split('+')[0])}",
            $"{caller} runs pnpm.");
    }

    private static IEnumerable<StageStep> Sources(NodeApp app, string directory)
    {
        if (app.Installs) yield return CopyStep.Of("dependencies", NodeDockerfile.BuildDirectory, directory);
        yield return app.Builds.Count > 0
            ? CopyStep.Of("build", NodeDockerfile.BuildDirectory, directory)
            : new CopyStep([app.Root.Length > 0 ? app.Root : "."], directory + "/");
    }

    private static IEnumerable<StageStep> Shipped(NodeApp app, string directory)
    {
        var folder = app.Member.Length == 0 ? NodeDockerfile.BuildDirectory : $"{NodeDockerfile.BuildDirectory}/{app.Member}";
        foreach (var (source, target) in app.Start.Shipped)
        {
            yield return CopyStep.Of("build", $"{folder}/{source}", target.Length == 0 ? directory : $"{directory}/{target}");
        }
    }

    /// <summary>The project's ports, else the known one: from a variable PORT, or from the application's text.</summary>
    public static IReadOnlyList<ContainerPort> Ports(NodeApp app)
    {
        if (app.Project.ContainerPorts.Count > 0) return app.Project.ContainerPorts;
        if (app.Project.ContainerEnvironmentVariables.TryGetValue("PORT", out var value)
            || app.Start.Environment.TryGetValue("PORT", out value))
        {
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                ? [new(port, "tcp")]
                : [];
        }

        return app.Start.Port is { } known ? [new(known, "tcp")] : app.Start.NeedsPort ? [new(DefaultPort, "tcp")] : [];
    }

    /// <summary>The variables of the stack, which the project's variables override.</summary>
    private static Dictionary<string, string> Environment(NodeApp app, IReadOnlyList<ContainerPort> ports)
    {
        var variables = new Dictionary<string, string>(app.Start.Environment, StringComparer.Ordinal);
        variables.TryAdd("NODE_ENV", "production");

        // Most applications read the port from PORT.
        if ((app.Project.ContainerPorts.Count > 0 || app.Start.NeedsPort)
            && ports.FirstOrDefault(static port => port.Protocol == "tcp") is { } first)
        {
            variables.TryAdd("PORT", $"{first.Number}");
        }

        return variables;
    }
}
