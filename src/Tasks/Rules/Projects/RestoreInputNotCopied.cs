using ContainerGuard.Analysis;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// A file that restore reads is not copied before <c>dotnet restore</c>: a referenced project, a file of properties, the settings of NuGet,
/// a lock file.
/// </summary>
internal sealed class RestoreInputNotCopied : Rule
{
    private const int Named = 3;

    public override RuleDescriptor Descriptor { get; } =
        new("CG4025", "A file that dotnet restore reads is not copied before it", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App?.Project is not { } project || file.Facts.Context is not { } context) return;

        foreach (var restore in PublishCommand.In(file, "restore"))
        {
            if (!restore.Run.Stage.IsReachable || RestoreStep.HasOtherSources(restore)) continue;
            ContextCopy[] copies = [.. RestoreStep.Copies(file, restore)];
            if (ContextPaths.Relative(context, project.ProjectFile) is not { } own || !IsTaken(own)) continue;
            if (project.Restore.Value is not { } graph) return;

            List<string> missing = [];
            foreach (var input in graph.Inputs)
            {
                if (ContextPaths.Relative(context, input) is { } path && !IsTaken(path)) missing.Add(path);
            }

            if (missing.Count == 0) continue;
            missing.Sort(static (one, other) => Weight(other).CompareTo(Weight(one)) is not 0 and var order
                ? order
                : string.CompareOrdinal(one, other));
            var names = WordList.And(missing.Select(static path => $"'{path}'"), Named);
            findings.Report(restore.Run.Locate(restore.Command),
                $"'dotnet restore' reads {names}, but no earlier COPY copies {(missing.Count == 1 ? "this file" : "these files")}. "
                    + Remedy(missing[0]));

            bool IsTaken(string path) => context.IsSent(path) && IsCopied(path);
            bool IsCopied(string path) => Array.Exists(copies, copy => copy.Takes(path));

            string Remedy(string path)
            {
                var copy = $"COPY {path} {FolderOf(path)} above this RUN";
                return context.IsSent(path) ? $"Add {copy}."
                    : IsCopied(path) ? $"The ignore file excludes '{path}': add '!{path}' to the ignore file."
                    : $"The ignore file excludes '{path}': add '!{path}' to the ignore file, and add {copy}.";
            }
        }
    }

    /// <summary>The files without which restore fails come first: versions of packages, then projects.</summary>
    private static int Weight(string path) =>
        path.EndsWith("Directory.Packages.props", StringComparison.Ordinal) ? 3
        : path.EndsWith("proj", StringComparison.Ordinal) ? 2
        : path.EndsWith("onfig", StringComparison.Ordinal) ? 1
        : 0;

    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..(slash + 1)] : "./";
}
