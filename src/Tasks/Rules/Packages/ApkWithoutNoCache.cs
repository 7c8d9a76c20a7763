using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apk add leaves its package index in the image.</summary>
internal sealed class ApkWithoutNoCache : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5030", "apk add runs without --no-cache", Severity.Warning)
    {
        Aliases = ["hadolint:DL3019", "trivy:DS-0025", "kics:Apk Add Using Local Cache Path"],
    };

    private const string Folder = "/var/cache/apk";

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.InstallsOf("apk").Count == 0) return;

        foreach (var run in file.Runs)
        {
            // As for apt, only the layers of the final image matter.
            if (file.Image?.Includes(run.Stage) == false) continue;
            bool? isClean = null;
            bool? updates = null;
            foreach (var command in run.Commands)
            {
                if (command.Install is not { Manager: "apk" } || command.Line.Has("--no-cache") || command.Line.MayHaveMoreOptions
                    || command.Line.Has("--no-network", "--root", "-p"))
                {
                    continue;
                }

                if (isClean ??= run.IsMounted(Folder) || run.Commands.Any(Removes)) break;

                updates ??= run.Commands.Any(PackageIndex.Apk.IsUpdate);
                findings.Report(run.Locate(command),
                    "'apk add' leaves its package index in the image. "
                        + $"Use 'apk add --no-cache'{(updates.Value ? ", and remove 'apk update'" : "")}.",
                    fix: Edits.InsertOption(run, command.Line.SubCommandWord!, "--no-cache"));
            }
        }
    }

    private static bool Removes(ShellCommand command) =>
        command.Name == "rm" && command.Arguments.Any(static word => word.Text.TrimEnd('*', '/') is Folder or "/var/cache"
            || word.Text.StartsWith(Folder + "/", StringComparison.Ordinal));
}
