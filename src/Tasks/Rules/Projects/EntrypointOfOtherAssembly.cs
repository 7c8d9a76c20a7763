using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// ENTRYPOINT or CMD names an assembly or executable that the project does not make. On Linux, the case of letters counts.
/// </summary>
internal sealed class EntrypointOfOtherAssembly : Rule
{
    /// <summary>Commands that neither move nor make files of the application.</summary>
    private static readonly string[] Harmless =
    [
        "addgroup", "adduser", "apk", "apt", "apt-get", "chmod", "chown", "echo", "groupadd", "mkdir", "rm", "sed", "set", "setcap",
        "update-ca-certificates", "useradd", "usermod",
    ];

    public override RuleDescriptor Descriptor { get; } =
        new("CG6016", "ENTRYPOINT does not name the project's assembly", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { AssemblyName: { Length: > 0 } name, Project: { } project } app
            || file.Start is not { } start
            || TargetSystem.IsWindows(file.Image!.Stage)
            || Renames(file))
        {
            return;
        }

        var (written, right) = start.Assembly is { } assembly ? (assembly, name + ".dll") : (start.Executable!, name);
        if (written == right)
        {
            CheckFolder(file, app, start, findings);
            return;
        }

        if (written.Equals(right, StringComparison.OrdinalIgnoreCase))
        {
            findings.Report(start.Span,
                $"The build creates '{right}', and Linux file names are case-sensitive, so '{written}' does not start. "
                    + $"Write '{right}'.");
        }
        else if (start.Assembly is not null && IsOnlyApp(file, app, written, project))
        {
            findings.Report(start.Span,
                $"'{written}' does not exist in the image: {project.FileName} builds '{right}' (AssemblyName). Write '{right}'.");
        }
    }

    /// <summary>
    /// Reports an assembly that is not in the folder into which the only COPY of the application puts it.
    /// </summary>
    private static void CheckFolder(FileAnalysis file, PublishedApp app, AppStart start, Findings findings)
    {
        if (start is not { AssemblyPath: { } written, Process.IsAllThatRuns: true }
            || app.Publish is not { OutputFolder: { } output } publish || file.Image is not { } image || image.Includes(publish.Run.Stage)
            || file.Runs.Any(run => image.Includes(run.Stage) && !run.Commands.All(KeepsFiles))
            || WorkingFolder(app, image) is not { } folder
            || TargetOf(image, publish.Run.Stage, output) is not { } target)
        {
            return;
        }

        var looked = AbsolutePath.Join(folder, written);
        var right = AbsolutePath.Join(target, start.Assembly!);
        if (looked == right) return;
        var remedy = written == start.Assembly && target.Length > 1 ? $"Set WORKDIR {target}." : $"Write '{right}'.";
        findings.Report(start.Span, $"'{looked}' does not exist in the image: COPY puts the application into '{target}'. {remedy}");
    }

    /// <summary>Whether a command leaves the application where it is.</summary>
    private static bool KeepsFiles(ShellCommand command) =>
        command.Install is not null || (command.Name is { } name && Array.IndexOf(Harmless, name) >= 0);

    /// <summary>The working folder of the process; the images of Microsoft do not set one. Null if it is not known.</summary>
    private static string? WorkingFolder(PublishedApp app, FinalImage image) => image.State.WorkingDirectory switch
    {
        { Origin: SettingOrigin.File, IsKnown: true, Value: { } folder } => folder,
        { Origin: SettingOrigin.BaseImage } when app.Image?.Image.Registry == "mcr.microsoft.com" => "/",
        _ => null,
    };

    /// <summary>
    /// The folder of the image into which its only copy puts the output of the publish; null if another copy may bring it.
    /// </summary>
    private static string? TargetOf(FinalImage image, Stage build, string output)
    {
        string? target = null;
        for (var stage = image.Stage; stage is not null; stage = stage.Parent)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)) continue;
                if (target is not null || instruction.FindFlag("from") is null
                    || instruction is not { Sources: [var source], Destination: { } destination }
                    || !stage.Sources.Any(one => one.IsBasedOn(build)) || source.Value.Contains('$') || destination.Value.Contains('$')
                    || stage.StateBefore(instruction).WorkingDirectory is not { IsKnown: true } folder)
                {
                    return null;
                }

                var taken = AbsolutePath.Join("/", source.Value).TrimEnd('/') + "/";
                if (!$"{output}/".StartsWith(taken, StringComparison.Ordinal)) return null;
                target = AbsolutePath.Join(folder.Value ?? "/", $"{destination.Value}/{$"{output}/"[taken.Length..]}");
            }
        }

        return target;
    }

    /// <summary>Whether the image contains only what this project makes, so that another name is wrong.</summary>
    private static bool IsOnlyApp(FileAnalysis file, PublishedApp app, string written, ProjectFacts project)
    {
        var other = written[..^".dll".Length];
        if (app.Publish is not { } publish) return CopiesOutput(file, project) && !HasOther(file, project, other, written);
        if (!CopiesFrom(file.Image!, publish.Run.Stage)
            || PublishCommand.In(file, "build", "publish").Any(one =>
                one.Command != publish.Command && one.Targets.Any(target => !SameProject(target.Text, project))))
        {
            return false;
        }

        // A solution, or a folder with several projects, publishes more than one assembly.
        if (!publish.Targets.Any(target => SameProject(target.Text, project)) && file.Facts.Folder != project.Folder) return false;
        return !HasOther(file, project, other, written);
    }

    /// <summary>Whether the build context has another project or a file of the written name.</summary>
    private static bool HasOther(FileAnalysis file, ProjectFacts project, string other, string written) =>
        file.Facts.Context is { } context && ContextPaths.Relative(context, project.ProjectFile) is var own && context.Entries.Any(entry =>
            entry.Path != own
            && entry.Name.StartsWith(other + ".", StringComparison.OrdinalIgnoreCase)
            && (entry.Name.EndsWith("proj", StringComparison.OrdinalIgnoreCase) || entry.Name == written));

    /// <summary>Whether the only file or folder that the image copies is the output of this project in the build context.</summary>
    private static bool CopiesOutput(FileAnalysis file, ProjectFacts project) =>
        PublishedApp.BuildOutput(file, project) is { } output && file.Image is { } image
        && !image.Stage.AllInstructions.Any(static one =>
            one.Kind is InstructionKind.Copy or InstructionKind.Add && one.FindFlag("from") is not null)
        && file.Copies.Where(copy => image.Includes(copy.Stage)).ToArray() is [{ Sources: [var source] }]
        && $"{source.Text}/".StartsWith(output, StringComparison.Ordinal);

    private static bool SameProject(string target, ProjectFacts project) =>
        target.Replace('\\', '/').EndsWith(project.FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the final stage takes its application only from the stage that publishes it.</summary>
    private static bool CopiesFrom(FinalImage image, Stage publish)
    {
        if (image.Includes(publish)) return true;
        var copies = 0;
        var isOwn = false;
        for (var stage = image.Stage; stage is not null; stage = stage.Parent)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is InstructionKind.Copy or InstructionKind.Add) copies++;
            }

            isOwn |= stage.Sources.Any(source => source.IsBasedOn(publish));
        }

        return copies == 1 && isOwn;
    }

    /// <summary>Whether a command can give the assembly another name.</summary>
    private static bool Renames(FileAnalysis file) => file.Commands.Of("mv", "cp", "ln", "rename").Count > 0;
}
