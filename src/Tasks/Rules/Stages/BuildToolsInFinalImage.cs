using ContainerGuard.Analysis;
using ContainerGuard.Images;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// A RUN of the final image installs compilers, headers or version control, and does not remove them. If the whole image is a build image,
/// BuildImageAsFinalStage or SingleStageThatBuilds reports it instead.
/// </summary>
internal sealed class BuildToolsInFinalImage : Rule
{
    /// <summary>
    /// Programs that do not build anything, with the package managers of distributions. If only such programs run after an installation,
    /// the tools are for the running container.
    /// </summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "[", "a2dissite", "a2enmod", "a2ensite", "add-apt-repository", "addgroup", "adduser", "apt-cache", "apt-key", "awk", "cat", "cd",
        "chgrp", "chmod", "chown",
        "chpasswd", "cp", "curl", "cut", "date", "debconf-set-selections", "dpkg", "dpkg-reconfigure", "echo", "env", "exit", "export",
        "false", "find", "git", "gpg", "grep", "groupadd",
        "gunzip", "head", "helm", "hg", "id", "install", "kubectl", "ldconfig", "ln", "locale-gen", "localedef", "ls", "mkdir", "mv",
        "passwd", "printf", "pwd", "rm", "rmdir",
        "rpm", "sed", "set", "sleep", "sort", "sudo", "svn", "systemctl", "tar", "tee", "test", "touch", "tr", "true", "unset", "unzip",
        "update-alternatives", "update-ca-certificates", "update-locale", "useradd",
        "usermod", "wget", "xargs",
    };

    public override RuleDescriptor Descriptor { get; } = new("CG7011", "Build tools are installed into the final image", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || file.Commands.InstallsOf(PackageManagers.OfSystems).Count == 0
            || !SingleStageBuild.StartsSomething(image.State) || IsForBuilding(file, image))
        {
            return;
        }

        var (lastBuild, lastFetch) = Uses(file, image);
        foreach (var run in file.Runs)
        {
            if (!image.Includes(run.Stage) || run.Instruction.Onbuild is not null) continue;
            bool? removes = null;
            foreach (var command in run.Commands)
            {
                if (command.Install is not { } install || Array.IndexOf(PackageManagers.OfSystems, install.Manager) < 0) continue;

                // If no later RUN uses a tool, the program itself calls it, unless another stage builds the program.
                var place = run.Locate(command.Span).Start;
                var (builds, fetches) = (place < lastBuild, place < lastFetch);
                bool Counts(string name) =>
                    BuildTools.IsTool(name) ? builds || file.Model.Stages.Length > 1 : fetches && BuildTools.IsVersionControl(name);

                var tools = install.Packages.Where(package => package.Kind == PackageKind.Named && Counts(package.Name)).ToArray();
                if (tools.Length == 0 || (removes ??= SingleStageBuild.RemovesTools(run))) continue;

                var isUsed = builds || tools.All(static tool => BuildTools.IsVersionControl(tool.Name));
                var names = WordList.And(tools.Select(static tool => tool.Name), most: 4);
                var pronoun = tools.Length == 1 ? "it" : "them";
                var remedy = isUsed
                    ? $"Build in an earlier stage, or remove {pronoun} in this RUN."
                    : $"No later RUN builds anything: do not install {pronoun}.";
                findings.Report(run.Locate(tools[0].Word.Span),
                    $"The final image contains {names}, which only a build needs. {remedy}");
            }
        }
    }

    /// <summary>
    /// The positions of the last command that may build something, and of the last one that may download with a version control system.
    /// </summary>
    private static (int LastBuild, int LastFetch) Uses(FileAnalysis file, FinalImage image)
    {
        var (lastBuild, lastFetch) = (-1, -1);
        foreach (var run in file.Runs)
        {
            if (!image.Includes(run.Stage) || run.Instruction.Onbuild is not null) continue;
            foreach (var command in run.Commands)
            {
                if (command.Words.IsEmpty) continue;
                if (command.Inner is null
                    && command.Script is null
                    && !(command.Name is { } name && (Others.Contains(name) || PackageManagers.IsOfSystem(name))))
                {
                    lastBuild = run.Locate(command.Span).Start;
                }

                if (Fetches(command)) lastFetch = run.Locate(command.Span).Start;
            }
        }

        return (lastBuild, lastFetch);
    }

    /// <summary>Whether the command clones a repository, or installs from a manifest, which may name repositories.</summary>
    private static bool Fetches(ShellCommand command) =>
        command.Name is "git" or "hg" or "svn"
        || command is { Name: "go", Line.SubCommand: "get" }
        || DependencyInstall.Of(command) is not null
        || command.Arguments.Any(static word => word.Text.StartsWith("git+", StringComparison.Ordinal));

    private static bool IsForBuilding(FileAnalysis file, FinalImage image) =>
        (image.Base is { } reference && BuildImages.Find(reference) is not null)
        || file.Process is { IsWorkplace: true }
        || (file.Process is { } process && TestRun.Is(process))
        || file.SingleStageBuild is not null
        || file.Process is { Name: "sh" or "bash" or "ash" or "zsh" or "fish" or "git" or "make" or "cmake" or "gcc" or "g++" or "clang"
            or "mvn" or "gradle" or "go" or "cargo" or "sshd" };
}
