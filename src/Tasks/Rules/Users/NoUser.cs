using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>No USER applies to the image, so the base image decides. The lock file has its user, if the base was inspected.</summary>
internal sealed class NoUser : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3002", "No USER is set and the base image runs as root", Severity.Error)
    {
        Aliases = ["trivy:DS-0002", "checkov:CKV_DOCKER_3", "kics:Missing User Instruction", "tally:stateful-root-runtime"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || image.State.User.Origin == SettingOrigin.File || IsForExport(image)) return;
        if (image.RunsAsRoot == false || IsNanoServer(image) || StepDown.Is(image, file)) return;

        var isWindows = TargetSystem.IsWindows(image.Stage);
        const string Place = " at the end of the final stage";
        var remedy = file.Facts.IsOfProperties ? ContainerUser.AdviceForProperties(image, isSet: false).TrimEnd('.')
            : isWindows ? $"Add 'USER ContainerUser'{Place}"
            : ContainerUser.Remedy(image, file);
        if (image.RunsAsRoot == true && !MayStepDown(image, file))
        {
            // The documentation of an image is less certain than its configuration in the lock file.
            var reason = ReasonOf(image, file.Facts.IsOfProperties ? "ContainerUser is not set" : "no USER is set");
            findings.Report(
                image.Stage.BaseSpan, $"The container runs as root: {reason}. {remedy}.",
                image.Base is not null && image.Inspected is null ? Severity.Warning : null,
                fix: FixOf(image, file));
        }
        else if (file.Facts.IsOfProperties)
        {
            findings.Report(image.Stage.BaseSpan,
                $"ContainerUser is not set, and '{image.Stage.Root.BaseText}' may run as root. {remedy}.", Severity.Warning);
        }
        else
        {
            findings.Report(image.Stage.BaseSpan,
                $"No USER is set, and '{image.Stage.Root.BaseText}' may run as {(isWindows ? "ContainerAdministrator" : "root")}. "
                    + $"{remedy.Replace(Place, "", StringComparison.Ordinal)}, or run "
                    + "'dotnet build -t:ContainerGuardPin' to read the user from the image.",
                Severity.Warning,
                fix: FixOf(image, file));
        }
    }

    /// <summary>Whether the image only holds files for <c>docker build --output</c> or for another image, and starts no process.</summary>
    private static bool IsForExport(FinalImage image) =>
        image is { Stage.Root.IsScratch: true, State: { Entrypoint.Origin: SettingOrigin.Nothing, Cmd.Origin: SettingOrigin.Nothing } };

    /// <summary>Windows Nano Server images run as ContainerUser by default (learn.microsoft.com, "Secure Windows containers").</summary>
    private static bool IsNanoServer(FinalImage image) =>
        image is { Inspected: null, Base: { } known }
        && (known.Repository.Contains("nanoserver", StringComparison.Ordinal)
            || known.EffectiveTag?.Contains("nanoserver", StringComparison.Ordinal) == true);

    /// <summary>
    /// Whether an entrypoint script of this file, which the check cannot read, may call the one of the base, which leaves root.
    /// </summary>
    private static bool MayStepDown(FinalImage image, FileAnalysis file) =>
        image is { Inspected: null, Base: { } known, State.Entrypoint.Origin: SettingOrigin.File }
        && KnownUsers.Find(known, image.Stage) is { Programs.Length: > 0 }
        && EntryScript.Of(image, file) is null;

    private static string ReasonOf(FinalImage image, string unset)
    {
        if (image.Base is null) return unset;

        var isOther = image.State.Cmd.Origin == SettingOrigin.File && image.State.Entrypoint.Origin != SettingOrigin.File;
        return isOther && KnownUsers.Find(image.Base, image.Stage) is { Programs: [var program, ..] }
            ? $"'{image.Base.Familiar}' changes the user only if CMD begins with '{program.TrimEnd('*')}' in exec form"
            : $"{unset}, and '{image.Base.Familiar}' runs as root";
    }

    /// <summary>
    /// Inserts a USER with the user that the file creates, or the unprivileged user of the base, above the CMD or ENTRYPOINT at the end of
    /// the last stage. Null where an instruction after them still runs or copies something, and where the container may need root: to
    /// listen on a low port, to write to a folder that root created, or to run an entrypoint script.
    /// </summary>
    private static TextEdit[]? FixOf(FinalImage image, FileAnalysis file)
    {
        if (image.Base is null || TargetSystem.IsWindows(image.Stage) || ContainerUser.Brought(image.Base) is not { } brought) return null;
        if (image.State.ExposedPorts.Any(static port => port.First is > 0 and < 1024)) return null;
        if (file.Process is not { IsAllThatRuns: true, Name: { } program } process
            || !(process.IsNode || program == "dotnet")
            || NeedsFolderOfRoot(image, file))
        {
            return null;
        }

        InstructionSyntax? start = null;
        foreach (var instruction in image.Stage.Instructions)
        {
            if (instruction.Kind is InstructionKind.Cmd or InstructionKind.Entrypoint)
            {
                start ??= instruction;
            }
            else if (instruction.Onbuild is not null || instruction.Trigger is { Kind: not InstructionKind.Arg })
            {
                // Builds with this image as their base run the trigger as the new user, and it may need root.
                return null;
            }
            else if (start is not null
                && instruction.Kind is InstructionKind.Run or InstructionKind.Copy or InstructionKind.Add or InstructionKind.Workdir)
            {
                return null;
            }
        }

        // The user that the message names. A name would be another finding (CG3006), and the number of this user is not known.
        var created = CreatedUser.Last(image, file);
        var user = created is null ? brought : created.Uid;
        return start is null || user is null ? null : Edits.InsertAbove(start, KeywordCasings.Of(start.Keyword).Apply("USER") + $" {user}");
    }

    /// <summary>Whether the application is in a folder that only root can read, or probably writes to a folder that root created.</summary>
    private static bool NeedsFolderOfRoot(FinalImage image, FileAnalysis file)
    {
        var home = image.State.WorkingDirectory.Value ?? "/";
        if (home == "/root" || home.StartsWith("/root/", StringComparison.Ordinal)) return true;

        if (image.Stage.AllInstructions.Any(static instruction => instruction.Kind == InstructionKind.Volume)) return true;

        foreach (var run in file.Runs)
        {
            if (!image.Includes(run.Stage)) continue;
            foreach (var command in run.Commands)
            {
                // The folder that WORKDIR names is for the files of the application.
                if (command.Name == "mkdir"
                    && command.Line.Operands.Any(folder => !home.StartsWith(folder.Text.TrimEnd('/'), StringComparison.Ordinal)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
