using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// ENTRYPOINT or CMD names an assembly or executable that the project does not make. On Linux, the case of letters counts.
/// </summary>
internal sealed class EntrypointOfOtherAssembly : Rule
{
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
        if (written == right) return;
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

    /// <summary>Whether the image contains only what this project makes, so that another name is wrong.</summary>
    private static bool IsOnlyApp(FileAnalysis file, PublishedApp app, string written, ProjectFacts project)
    {
        var other = written[..^".dll".Length];
        if (app.Publish is not { } publish || !CopiesFrom(file.Image!, publish.Run.Stage)
            || PublishCommand.In(file, "build", "publish").Any(one =>
                one.Command != publish.Command && one.Targets.Any(target => !SameProject(target.Text, project))))
        {
            return false;
        }

        // A solution, or a folder with several projects, publishes more than one assembly.
        if (!publish.Targets.Any(target => SameProject(target.Text, project)) && file.Facts.Folder != project.Folder) return false;
        return file.Facts.Context?.Entries.Any(entry =>
            entry.Name.StartsWith(other + ".", StringComparison.OrdinalIgnoreCase)
            && (entry.Name.EndsWith("proj", StringComparison.OrdinalIgnoreCase) || entry.Name == written)) != true;
    }

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
