using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>No USER counts for the image, so the base image decides; the lock file knows how, where the base was inspected.</summary>
internal sealed class NoUser : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3002", "No USER is set, and the base image's user is root or unknown", Severity.Error)
    {
        Aliases = ["trivy:DS-0002", "checkov:CKV_DOCKER_3", "kics:Missing User Instruction"],
    };

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image || image.State.User.Origin == SettingOrigin.File || IsForExport(image) || HasOwnUser(image)) return;

        var advice = TargetSystem.IsWindows(image.Stage) ? "Add 'USER ContainerUser' before the process starts." : $"Add {ContainerUser.Advice(image.Base)} before the process starts.";
        if (image.RunsAsRoot == true)
        {
            var reason = image.Base is null ? "nothing sets a user" : $"'{image.Base.Familiar}' does, and no USER changes that";
            context.Report(image.Stage.BaseSpan, $"The container runs as root: {reason}. {advice}", fix: FixOf(image, context));
        }
        else if (image.RunsAsRoot is null)
        {
            context.Report(image.Stage.BaseSpan,
                $"No USER is set, and it is not known which user '{image.Stage.Root.BaseText}' runs as; most images run as {(TargetSystem.IsWindows(image.Stage) ? "ContainerAdministrator" : "root")}. {advice} 'dotnet build -t:ContainerGuardPin' inspects the base, and then it is known.",
                Severity.Warning,
                fix: FixOf(image, context));
        }
    }

    /// <summary>Nothing but files, which <c>docker build --output</c> or another image takes: nothing in it starts.</summary>
    private static bool IsForExport(FinalImage image) =>
        image is { Stage.Root.IsScratch: true, State: { Entrypoint.Origin: SettingOrigin.Nothing, Cmd.Origin: SettingOrigin.Nothing } };

    /// <summary>
    /// As the base's makers have it, with the ENTRYPOINT that they made for it. A lock file knows better. Of Windows' images the small one has no
    /// administrator to run as unless it is told to (learn.microsoft.com, "Secure Windows containers").
    /// </summary>
    private static bool HasOwnUser(FinalImage image) =>
        image is { Inspected: null, Base: { } known }
        && ((ContainerUser.HasOwnUser(known) && image.State.Entrypoint.Origin != SettingOrigin.File)
            || known.Repository.Contains("nanoserver", StringComparison.Ordinal) || known.EffectiveTag?.Contains("nanoserver", StringComparison.Ordinal) == true);

    /// <summary>
    /// The user that the base brings for it, above the CMD or ENTRYPOINT that end the file's last stage. None where anything is still run or copied
    /// after them, nor where only root may do what the container does: listen on a low port, write where root made the folder, run a script.
    /// </summary>
    private static TextEdit[]? FixOf(FinalImage image, RuleContext context)
    {
        if (image.Base is null || TargetSystem.IsWindows(image.Stage) || ContainerUser.Brought(image.Base) is not { } user) return null;
        if (image.State.ExposedPorts.Any(static port => port.First is > 0 and < 1024)) return null;
        if (context.Process is not { IsAllThatRuns: true, Name: { } program } process || !(process.IsNode || program == "dotnet") || NeedsFolderOfRoot(image, context)) return null;

        InstructionSyntax? start = null;
        foreach (var instruction in image.Stage.Instructions)
        {
            if (instruction.Kind is InstructionKind.Cmd or InstructionKind.Entrypoint) start ??= instruction;
            else if (start is not null && instruction.Kind is InstructionKind.Run or InstructionKind.Copy or InstructionKind.Add or InstructionKind.Workdir) return null;
        }

        return start is null ? null : [InstructionEdits.InsertAbove(start, KeywordCasings.Of(start.Keyword).Apply("USER") + $" {user}")];
    }

    /// <summary>Whether the application lies where only root may look, or seems to write into a folder that root has made for it.</summary>
    private static bool NeedsFolderOfRoot(FinalImage image, RuleContext context)
    {
        var home = image.State.WorkingDirectory.Value ?? "/";
        if (home == "/root" || home.StartsWith("/root/", StringComparison.Ordinal)) return true;

        for (var stage = image.Stage; stage is not null; stage = stage.Parent)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind == InstructionKind.Volume) return true;
            }
        }

        foreach (var run in context.Runs)
        {
            if (!image.Includes(run.Stage)) continue;
            foreach (var command in run.Commands)
            {
                // The folder that WORKDIR names next is for the files.
                if (command.Name == "mkdir" && command.Line.Operands.Any(folder => !home.StartsWith(folder.Text.TrimEnd('/'), StringComparison.Ordinal))) return true;
            }
        }

        return false;
    }
}
