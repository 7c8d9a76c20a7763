using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// A folder with source files is copied before <c>dotnet restore</c>, so every change of a source file repeats the download of packages.
/// </summary>
internal sealed class SourcesBeforeRestore : Rule
{
    private static readonly string[] SourceExtensions = [".cs", ".fs", ".vb", ".razor", ".cshtml"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG7017", "A source folder is copied before dotnet restore", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App?.Project is not { } project || file.Facts.Context is not { } context) return;

        foreach (var restore in PublishCommand.In(file, "restore"))
        {
            if (!restore.Run.Stage.IsReachable) continue;
            foreach (var copy in RestoreStep.Copies(file, restore))
            {
                // CG7008 reports a copy of the whole context.
                if (copy.Everything is not null || FolderWithSources(copy, context) is not { } source) continue;

                var own = ContextPaths.Relative(context, project.ProjectFile) ?? project.FileName;
                findings.Report(restore.Run.Locate(restore.Command),
                    $"Every source change repeats 'dotnet restore', because line {copy.Instruction.StartLine} copies "
                        + $"'{MessageText.Cut(source.Text)}'. Copy the project files first, for example COPY {own} {FolderOf(own)}.");
                break;
            }
        }
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..(slash + 1)] : "./";

    /// <summary>The first source of a copy that is a folder with a source file; null if no source is.</summary>
    private static LocatedText? FolderWithSources(ContextCopy copy, BuildContext context)
    {
        foreach (var source in copy.Sources)
        {
            if (context.Find(source.Text.TrimEnd('/'), out var entry) != true || entry.Kind != FileKind.Directory) continue;
            if (HasSources(entry)) return source;
        }

        return null;
    }

    private static bool HasSources(ContextEntry folder)
    {
        foreach (var entry in folder.Children ?? [])
        {
            if (entry.Kind == FileKind.Directory ? HasSources(entry) : !entry.IsIgnored && IsSource(entry.Name)) return true;
        }

        return false;
    }

    private static bool IsSource(string name) =>
        Array.Exists(SourceExtensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
