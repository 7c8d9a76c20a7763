using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>RUN calls apk on Debian or apt-get on Alpine, usually after a change of the base image. The build fails.</summary>
internal sealed class ForeignPackageManager : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG5019", "RUN uses the package manager of another distribution", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        HashSet<Stage> stopped = [];
        HashSet<string>? installed = null;
        foreach (var (run, command) in file.Commands.Of(PackageManagers.OfSystems))
        {
            if (command.Name is not { } manager || run.Instruction.Onbuild is not null || !IsCertain(run, command)
                || SystemOf(run.Stage, file.Facts) is not { } system || PackageManagers.Find(manager)!.Family == system.Family)
            {
                continue;
            }

            if ((installed ??= ManagersInstalled(file)).Contains(manager) || !stopped.Add(run.Stage)
                || BareImage.MayHave(run.Stage, manager, byRun: false))
            {
                continue;
            }


            findings.Report(run.Locate(command),
                $"'{manager}' is missing in '{run.Stage.Root.Base.Text}', which is based on {system.System}. "
                    + $"Install with '{system.Install}'.");
        }
    }

    /// <summary>Whether the script certainly runs the command, and fails if the command fails.</summary>
    private static bool IsCertain(RunScript run, ShellCommand command)
    {
        var pipelines = run.Script.Body.Pipelines;
        for (var i = 0; i < pipelines.Length; i++)
        {
            if (pipelines[i].Join == ShellJoin.Or || pipelines[i].Elements is not [ShellCommand alone]) return false;
            if (alone == command) return command.Name == command.Words[0].Text;
        }

        return false;
    }

    private static PackageSystem? SystemOf(Stage stage, FileFacts facts) =>
        StageBase.OriginalOf(stage, facts) is not { } image ? null
        : facts.Known(image)?.Config?.System is { } seen ? PackageSystems.Of(seen)
        : PackageSystems.Of(image);

    /// <summary>The package managers that the file installs: <c>apt-get install dnf</c>.</summary>
    private static HashSet<string> ManagersInstalled(FileAnalysis file)
    {
        HashSet<string> managers = new(StringComparer.Ordinal);
        foreach (var (_, command) in file.Commands.InstallsOf(PackageManagers.OfSystems))
        {
            foreach (var package in command.Install!.Packages)
            {
                managers.UnionWith(PackageManagers.OfSystems.Where(manager => package.Name.StartsWith(manager, StringComparison.Ordinal)));
            }
        }

        return managers;
    }
}
