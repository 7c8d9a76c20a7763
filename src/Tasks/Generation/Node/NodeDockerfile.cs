using System.Globalization;
using System.Text;

namespace ContainerGuard.Generation.Node;

/// <summary>Writes the Dockerfile of a Node.js application.</summary>
internal static class NodeDockerfile
{
    /// <summary>The folder of the application in the stages before the final one.</summary>
    public const string BuildDirectory = "/app";

    /// <summary>The corepack version for images without it: Node.js does not include it since 25.</summary>
    private const string Corepack = "corepack@0.34.0";

    private const int FirstWithoutCorepack = 25;

    private const int DefaultPort = 3000;

    /// <param name="text">The Dockerfile, below its header.</param>
    /// <param name="app">The application.</param>
    /// <param name="pins">The text after FROM for each image. A missing image is written unchanged.</param>
    public static void Write(StringBuilder text, NodeApp app, IReadOnlyDictionary<string, string> pins)
    {
        if (app.Installs || app.Builds.Count > 0)
        {
            WriteBaseStage(text, app, pins);
            if (app.Builds.Count == 0) app.Project.BuildExtras.WriteEnd(text);
            if (app.Installs) WriteDependenciesStage(text, app);
            if (app.Builds.Count > 0) WriteBuildStage(text, app);
        }

        WriteInitStage(text, app, pins);
        WriteFinalStage(text, app, pins);
    }

    private static void WriteBaseStage(StringBuilder text, NodeApp app, IReadOnlyDictionary<string, string> pins)
    {
        text.Append('\n').Append(app.Release.Comment).Append("# base is the full image, which has the compilers for native modules.\n");
        text.Append($"FROM {app.Images.Build.Pinned(pins)} AS base\n");
        app.Project.BuildExtras.WriteBegin(text);
        WritePreparation(text, app, BuildDirectory);
    }

    /// <summary>Writes the steps before an install: the package manager and the manifests.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="app">The application.</param>
    /// <param name="directory">The folder of the manifests.</param>
    public static void WritePreparation(StringBuilder text, NodeApp app, string directory)
    {
        if (app.Images.IsAlpine && app.Installs)
        {
            text.Append("# node-gyp needs these to build native modules. The versions are the oldest that it supports.\n");
            text.Append("RUN apk add --no-cache \"g++>=10\" \"make>=4\" \"python3>=3.8\"\n");
        }

        if (app.Manager.Pin is { } pin && (app.Installs || app.Builds.Count > 0))
        {
            var install = app.Release.Major >= FirstWithoutCorepack ? $"npm install --global {Corepack} \\\n    && " : "";
            text.Append($"# {app.Manager.Name} in one version: that of packageManager in package.json, else the one that writes this lock file format.\n");
            text.Append($"RUN {install}corepack enable \\\n    && corepack install --global {CommandLine.Quote(pin)}\n");
        }

        text.Append($"WORKDIR {Instruction.Quote(directory)}\n");
        if (app.Manager.Kind == PackageManagerKind.YarnBerry)
        {
            text.Append("# Install into node_modules, where node finds the packages. The cache stays out of the image.\n");
            text.Append("ENV YARN_ENABLE_GLOBAL_CACHE=true \\\n    YARN_NODE_LINKER=node-modules\n");
        }

        if (!app.Installs) return;
        text.Append("# Copy the manifests first, so that a change of a source file does not install again (CG7008).\n");
        foreach (var folder in ByFolder(app)) text.Append(Instruction.Copy(folder.Sources, folder.Target)).Append('\n');
        if (app.Prepares.Count == 0) return;
        text.Append("# An install would run the script prepare, whose sources are not copied yet.\n");
        text.Append("RUN ").AppendJoin(" \\\n    && ", app.Prepares.Select(static folder =>
            $"npm {(folder.Length == 0 ? "" : $"--prefix {CommandLine.Quote(folder)} ")}pkg delete scripts.prepare")).Append('\n');
    }

    /// <summary>The files grouped by folder, then the folders.</summary>
    private static IEnumerable<(IReadOnlyList<string> Sources, string Target)> ByFolder(NodeApp app)
    {
        var groups = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var file in app.Inputs.Files)
        {
            var folder = ContextPath.Folder(InRoot(app, file));
            if (!groups.TryGetValue(folder, out var group)) groups[folder] = group = [];
            group.Add(file);
        }

        foreach (var (folder, group) in groups) yield return (group, folder);
        foreach (var folder in app.Inputs.FeedFolders) yield return ([folder], InRoot(app, folder));
    }

    private static string InRoot(NodeApp app, string path) => app.Root.Length == 0 ? path : path[(app.Root.Length + 1)..];

    private static void WriteDependenciesStage(StringBuilder text, NodeApp app)
    {
        var manager = app.Manager;
        text.Append('\n').Append(Instruction.Comment(
            $"dependencies installs what ships: no development packages (CG5002), versions from {manager.LockFile} (CG5001)."));
        text.Append("FROM base AS dependencies\n");
        WriteInstall(text, app, manager.InstallProduction(app.MemberName));
    }

    public static void WriteInstall(StringBuilder text, NodeApp app, string command)
    {
        text.Append($"# The mount caches downloads.\nRUN --mount={app.Manager.CacheMount} \\\n");
        foreach (var secret in app.Inputs.Secrets) text.Append($"    --mount=type=secret,id={secret.Id},target={secret.ContainerPath} \\\n");
        foreach (var variable in app.Inputs.SecretVariables) text.Append($"    --mount=type=secret,id={variable},env={variable} \\\n");
        text.Append($"    {command}\n");
    }

    private static void WriteBuildStage(StringBuilder text, NodeApp app)
    {
        text.Append('\n').Append(Instruction.Comment(app.Installs
            ? "build also installs the development packages, and deletes all packages after the build."
            : "build runs the script build."));
        text.Append("FROM base AS build\n");
        if (app.Installs) WriteInstall(text, app, app.Manager.Install);
        text.Append(CopyRoot(app, "")).Append('\n');
        app.Project.BuildExtras.WriteEnd(text);
        var remove = !app.Installs ? "" : app.Member.Length == 0 ? " \\\n    && rm -rf node_modules" : " \\\n    && find . -name node_modules -prune -exec rm -rf {} +";
        text.Append("RUN ").AppendJoin(" \\\n    && ", app.Builds).Append(remove).Append('\n');
    }

    private static void WriteInitStage(StringBuilder text, NodeApp app, IReadOnlyDictionary<string, string> pins)
    {
        text.Append('\n').Append(Instruction.Comment(
            "init provides tini as process 1: Node.js is not designed for that, and would ignore signals (CG6003)."));
        text.Append($"FROM {app.Images.Build.Pinned(pins)} AS init\n");
        text.Append(app.Images.IsAlpine
            ? "RUN apk add --no-cache tini-static~0.19\n"
            : "RUN apt-get update \\\n    && apt-get install -y --no-install-recommends \"tini=0.19.*\" \\\n    && rm -rf /var/lib/apt/lists/*\n");
    }

    private static void WriteFinalStage(StringBuilder text, NodeApp app, IReadOnlyDictionary<string, string> pins)
    {
        var directory = FinalStage.Directory(app.Project);
        var work = app.Member.Length == 0 ? directory : $"{directory}/{app.Member}";
        var final = app.Images.Final.Pinned(pins);
        text.Append('\n');
        if (!app.Installs && app.Builds.Count == 0) text.Append(app.Release.Comment);
        text.Append(Instruction.Comment($"final is the image that ships (CG2007), based on {app.Images.Final.Reason}."));
        FinalStage.AppendFrom(text, app.Project, final);
        text.Append($"""
            # Owned by root and read-only for the app: an attacker in the process cannot change its code.
            COPY --from=init {(app.Images.IsAlpine ? "/sbin" : "/usr/bin")}/tini-static /usr/bin/tini

            """);
        if (app.Installs) text.Append(Instruction.CopyFrom("dependencies", BuildDirectory, directory)).Append('\n');
        text.Append(app.Builds.Count > 0 ? Instruction.CopyFrom("build", BuildDirectory, directory) : CopyRoot(app, directory)).Append('\n');
        text.Append($"WORKDIR {Instruction.Quote(work)}\n");

        var ports = Ports(app);
        var (user, name) = (app.Images.UserId, app.Images.IsDistroless ? "nonroot" : "node");
        FinalStage.AppendSettings(text, app.Project, Environment(app, ports), ports, app.Images.Final.Reference, final);
        FinalStage.AppendUser(text, app.Project, user, $"The base image's user {name} as a number, which Kubernetes' runAsNonRoot can verify (CG3002, CG3006).", name);
        FinalStage.AppendProcess(
            text,
            app.Images.IsDistroless ? ", because the image has no shell and no HTTP client" : "",
            ["/usr/bin/tini", "--", app.Images.Node, .. app.Start.Arguments],
            form: "Exec form: tini forwards the signal of docker stop to node, without npm or a shell (CG6001, CG6002).");
    }

    /// <summary>The project's ports, else the known one: from a variable PORT, or from the application's text.</summary>
    private static IReadOnlyList<ContainerPort> Ports(NodeApp app)
    {
        if (app.Project.ContainerPorts.Count > 0) return app.Project.ContainerPorts;
        if (app.Project.ContainerEnvironmentVariables.TryGetValue("PORT", out var value) || app.Start.Environment.TryGetValue("PORT", out value))
        {
            return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? [new(port, "tcp")] : [];
        }

        return app.Start.Port is { } known ? [new(known, "tcp")] : app.Start.NeedsPort ? [new(DefaultPort, "tcp")] : [];
    }

    /// <summary>The variables of the stack, which the project's variables override.</summary>
    private static Dictionary<string, string> Environment(NodeApp app, IReadOnlyList<ContainerPort> ports)
    {
        var variables = new Dictionary<string, string>(app.Start.Environment, StringComparer.Ordinal);
        variables.TryAdd("NODE_ENV", "production");

        // Most applications read the port from PORT.
        if ((app.Project.ContainerPorts.Count > 0 || app.Start.NeedsPort) && ports.FirstOrDefault(static port => port.Protocol == "tcp") is { } first)
        {
            variables.TryAdd("PORT", $"{first.Number}");
        }

        return variables;
    }

    private static string CopyRoot(NodeApp app, string target) =>
        Instruction.Copy([app.Root.Length > 0 ? app.Root : "."], target);
}
