using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>A RUN updates a package index and installs no package, so the build cache can keep an old index for later installs.</summary>
internal sealed class UpdateAlone : Rule
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG5016", "Package lists are updated without an install in the same RUN", Severity.Warning)
    {
        Aliases = ["trivy:DS-0017", "checkov:CKV_DOCKER_5", "kics:Update Instruction Alone"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.Of(PackageIndex.AllPrograms).Count == 0) return;

        foreach (var run in file.Runs)
        {
            if (In(run) is not { } update) continue;

            var (name, verb) = (update.Name, PackageIndex.VerbOf(update));
            if (PackageIndex.Of(update)!.IsUpgrade(update))
            {
                findings.Report(run.Locate(update),
                    $"The build cache reuses an old result of '{name} {verb}'. "
                        + "Use a newer base image, or upgrade in the RUN that installs packages.",
                    Severity.Message);
                continue;
            }

            var remedy = PackageIndex.Apt.IsUpdate(update)
                ? $" that ends with '&& {AptGetListsLeft.RemovalFor(update)}'"
                : ", joined by '&&'";
            findings.Report(run.Locate(update), PackageIndex.Apk.IsUpdate(update)
                ? "No command in this RUN uses the index of 'apk update'. Remove the update, and use 'apk add --no-cache'."
                : $"No install in this RUN uses the lists of '{name} {verb}'. Update and install in one RUN{remedy}.");
        }
    }

    /// <summary>The last update in a RUN whose lists no later command of the RUN needs; null when every update is used.</summary>
    public static ShellCommand? In(RunScript run)
    {
        ShellCommand? last = null;
        PackageIndex? index = null;
        var isUsed = false;
        foreach (var command in run.Commands)
        {
            // An upgrade after an install belongs to it.
            if (PackageIndex.Of(command) is { } own && (own.IsUpdate(command) || (own.IsUpgrade(command) && !isUsed)))
            {
                (last, index) = (command, own);
            }
            else if (index?.MayRead(command) == true)
            {
                (last, index, isUsed) = (null, null, true);
            }
            else
            {
                isUsed |= PackageIndex.Of(command)?.MayRead(command) == true;
            }
        }

        return index is not null && run.IsMounted(index.Folder) ? null : last;
    }
}
