using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>A package index is fetched in a RUN that installs nothing: the build cache keeps it while the repository moves on.</summary>
internal sealed class UpdateAlone : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5016", "A package index is updated in a RUN of its own", Severity.Warning)
    {
        Aliases = ["trivy:DS-0017", "checkov:CKV_DOCKER_5", "kics:Update Instruction Alone"],
    };

    public override void Check(RuleContext context)
    {
        if (context.Commands.Of(PackageIndex.AllPrograms).Count == 0) return;

        foreach (var run in context.Runs)
        {
            if (LastUnread(run) is not { } update) continue;

            var (name, verb) = (update.Name, PackageIndex.VerbOf(update));
            if (PackageIndex.Of(update)!.IsUpgrade(update))
            {
                context.Report(run.Locate(update),
                    $"'{name} {verb}' is not followed by an install in the same RUN: the build cache keeps its layer, so that later builds get no newer packages, and the old files stay in the base's. Take a newer base image, or upgrade in the RUN that installs.",
                    Severity.Message);
                continue;
            }

            context.Report(run.Locate(update), PackageIndex.Apk.IsUpdate(update)
                ? "'apk update' is not followed by an install in the same RUN: it leaves an index in the image that goes stale in the build cache. Leave it out, and write 'apk add --no-cache', which fetches its own."
                : $"'{name} {verb}' is not followed by an install in the same RUN: the build cache keeps the lists while the repository moves on, and a later install asks for what is no longer there. Write both in one RUN, joined by '&&'.");
        }
    }

    /// <summary>The last update that nothing after it in the script needs.</summary>
    private static ShellCommand? LastUnread(RunScript run)
    {
        ShellCommand? last = null;
        PackageIndex? index = null;
        var isUsed = false;
        foreach (var command in run.Commands)
        {
            // An upgrade after an install is part of that.
            if (PackageIndex.Of(command) is { } own && (own.IsUpdate(command) || (own.IsUpgrade(command) && !isUsed))) (last, index) = (command, own);
            else if (index?.MayRead(command) == true) (last, index, isUsed) = (null, null, true);
            else isUsed |= PackageIndex.Of(command)?.MayRead(command) == true;
        }

        return index is not null && run.IsMounted(index.Folder) ? null : last;
    }
}
