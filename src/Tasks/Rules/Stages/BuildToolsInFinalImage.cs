using ContainerGuard.Images;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// A RUN of the final image installs compilers, headers or version control, and leaves them there. Where the whole image is one for building,
/// BuildImageAsFinalStage or SingleStageThatBuilds has said so.
/// </summary>
internal sealed class BuildToolsInFinalImage : Rule
{
    /// <summary>Programs that build nothing: what only they follow is there for the container itself.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "[", "a2dissite", "a2enmod", "a2ensite", "add-apt-repository", "addgroup", "adduser", "apk", "apt", "apt-cache", "apt-get", "apt-key", "aptitude", "awk", "cat", "cd", "chgrp", "chmod", "chown",
        "chpasswd", "cp", "curl", "cut", "date", "debconf-set-selections", "dnf", "dpkg", "dpkg-reconfigure", "echo", "env", "exit", "export", "false", "find", "git", "gpg", "grep", "groupadd",
        "gunzip", "head", "helm", "hg", "id", "install", "kubectl", "ldconfig", "ln", "locale-gen", "localedef", "ls", "microdnf", "mkdir", "mv", "passwd", "printf", "pwd", "rm", "rmdir",
        "rpm", "sed", "set", "sleep", "sort", "sudo", "svn", "systemctl", "tar", "tdnf", "tee", "test", "touch", "tr", "true", "unset", "unzip", "update-alternatives", "update-ca-certificates", "update-locale", "useradd",
        "usermod", "wget", "xargs", "yum", "zypper",
    };

    public override RuleDescriptor Descriptor { get; } = new("CG7011", "Build tools are installed into the image that ships", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image || context.Commands.InstallsOf(PackageGrammar.OfSystems).Count == 0 || !SoleBuild.StartsSomething(image.State) || IsForBuilding(context, image)) return;

        var (lastBuild, lastFetch) = Uses(context, image);
        foreach (var run in context.Runs)
        {
            if (!image.Includes(run.Stage) || run.Instruction.Onbuild is not null) continue;
            bool? removes = null;
            foreach (var command in run.Commands)
            {
                if (command.Install is not { } install || Array.IndexOf(PackageGrammar.OfSystems, install.Manager) < 0) continue;

                // What no RUN after this one has a use for is what the program itself calls: unless other stages build for it.
                var place = run.Locate(command.Span).Start;
                var (builds, fetches) = (place < lastBuild, place < lastFetch);
                bool Counts(string name) =>
                    BuildTools.IsTool(name) ? builds || context.Model.Stages.Length > 1 : fetches && BuildTools.IsVersionControl(name);

                var tools = install.Packages.Where(package => package.Kind == PackageKind.Named && Counts(package.Name)).ToArray();
                if (tools.Length == 0 || (removes ??= SoleBuild.RemovesTools(run))) continue;

                var isUsed = builds || tools.All(static tool => BuildTools.IsVersionControl(tool.Name));
                var names = string.Join(", ", tools.Take(4).Select(static tool => tool.Name)) + (tools.Length > 4 ? ", …" : "");
                var remedy = isUsed
                    ? "Build in a stage of its own and take the result over with COPY --from, or remove them in this same RUN."
                    : "No RUN after this one builds anything: leave them out.";
                context.Report(run.Locate(tools[0].Word.Span),
                    $"The image that ships gets {names}: more to download and to patch, and tools for an intruder. {remedy}");
            }
        }
    }

    /// <summary>Where in the file the image last runs what may build something, and what fetches sources or packages by a version control.</summary>
    private static (int LastBuild, int LastFetch) Uses(RuleContext context, FinalImage image)
    {
        var (lastBuild, lastFetch) = (-1, -1);
        foreach (var run in context.Runs)
        {
            if (!image.Includes(run.Stage) || run.Instruction.Onbuild is not null) continue;
            foreach (var command in run.Commands)
            {
                if (command.Words.IsEmpty) continue;
                if (command.Inner is null && command.Script is null && !(command.Name is { } name && Others.Contains(name))) lastBuild = run.Locate(command.Span).Start;
                if (Fetches(command)) lastFetch = run.Locate(command.Span).Start;
            }
        }

        return (lastBuild, lastFetch);
    }

    /// <summary>A clone, or an install of what a manifest names: that may name repositories.</summary>
    private static bool Fetches(ShellCommand command) =>
        command.Name is "git" or "hg" or "svn" || command is { Name: "go", Line.SubCommand: "get" } || DependencyInstall.Of(command) is not null
        || command.Arguments.Any(static word => word.Text.StartsWith("git+", StringComparison.Ordinal));

    private static bool IsForBuilding(RuleContext context, FinalImage image) =>
        (image.Base is { } reference && BuildImages.Find(reference) is not null)
        || context.Process is { IsWorkplace: true }
        || SoleBuild.Find(context) is not null
        || context.Process is { Name: "sh" or "bash" or "ash" or "zsh" or "fish" or "git" or "make" or "cmake" or "gcc" or "g++" or "clang" or "mvn" or "gradle" or "go" or "cargo" or "sshd" };
}
