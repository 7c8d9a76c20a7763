using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>RUN calls apk on Debian, apt-get on Alpine …: the usual fault when a file moves to another base. The build stops there.</summary>
internal sealed class ForeignPackageManager : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5019", "RUN calls the package manager of another system", Severity.Error);

    public override void Check(RuleContext context)
    {
        HashSet<Stage> stopped = [];
        HashSet<string>? installed = null;
        foreach (var (run, command) in context.Commands.Of(PackageGrammar.OfSystems))
        {
            if (command.Name is not { } manager || run.Instruction.Onbuild is not null || !IsCertain(run, command)
                || SystemOf(run.Stage, context.Facts) is not { } system || Array.IndexOf(system.Managers, manager) >= 0) continue;
            if ((installed ??= ManagersInstalled(context)).Contains(manager) || !stopped.Add(run.Stage) || IsCopied(run, manager)) continue;

            context.Report(run.Locate(command),
                $"RUN calls {manager}, and the base '{run.Stage.Root.Base.Text}' is built on {system.System}, which has {system.Managers[0]}: the build stops here. Write '{system.Install}' with the names that the packages have there.");
        }
    }

    /// <summary>Whether the script certainly comes to the command, and fails with it.</summary>
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

    private static PackageSystem? SystemOf(Stage stage, RuleFacts facts) =>
        StageBase.Of(stage) is not { } image ? null
        : facts.Known(image)?.Config?.System is { } seen ? PackageSystems.Of(seen)
        : PackageSystems.Of(image);

    /// <summary>Package managers that the file itself installs: <c>apt-get install dnf</c>.</summary>
    private static HashSet<string> ManagersInstalled(RuleContext context)
    {
        HashSet<string> managers = new(StringComparer.Ordinal);
        foreach (var (_, command) in context.Commands.InstallsOf(PackageGrammar.OfSystems))
        {
            foreach (var package in command.Install!.Packages) managers.UnionWith(PackageGrammar.OfSystems.Where(manager => package.Name.StartsWith(manager, StringComparison.Ordinal)));
        }

        return managers;
    }

    private static bool IsCopied(RunScript run, string manager)
    {
        for (var stage = run.Stage; stage is not null; stage = stage.Parent)
        {
            if (stage.Instructions.Any(instruction => instruction.Kind is InstructionKind.Copy or InstructionKind.Add && BareImage.MayBring(stage.StateBefore(instruction), instruction, manager))) return true;
        }

        return false;
    }
}
