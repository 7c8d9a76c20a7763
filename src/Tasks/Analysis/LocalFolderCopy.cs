using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A COPY or ADD that copies packages or build output of this machine, as part of a parent folder.</summary>
/// <param name="Copy">The COPY or ADD.</param>
/// <param name="Folders">The folders that it copies, by path.</param>
/// <param name="CanBeExcluded">Whether the stage creates every folder itself, or does not need it, so that excluding them does not change
/// the result.</param>
internal sealed record LocalFolderCopy(ContextCopy Copy, IReadOnlyList<LocalFolder> Folders, bool CanBeExcluded)
{
    private const int Named = 5;

    /// <summary>The first folders, each with its content.</summary>
    public string Names =>
        WordList.And(Folders.Select(static folder => $"'{folder.Path}' ({folder.Reason})"), Named);

    /// <summary>The lines for the ignore file: one for each name; for any folder when the name was found below the root.</summary>
    public IEnumerable<string> Patterns => Folders
        .GroupBy(static folder => SecretFiles.NameOf(folder.Path), StringComparer.Ordinal)
        .Select(static same => same.All(folder => folder.Path == same.Key) ? same.Key : $"**/{same.Key}").Order(StringComparer.Ordinal);

    /// <summary>The copies of all stages, in source order; none where the context is not certain.</summary>
    public static IEnumerable<LocalFolderCopy> In(FileAnalysis file)
    {
        if (file.Facts.CertainContext is not { } files) yield break;

        HashSet<Stage>? building = null;
        var makers = new Makers(file);
        foreach (var copy in file.Copies)
        {
            // A trigger runs in another build, with another context.
            if (copy.Instruction.Onbuild is not null || !copy.Sources.Any(source => IsFolder(files, source.Text))) continue;
            List<LocalFolder> taken = [.. files.LocalFolders.Where(folder => Takes(copy, folder.Path)
                && (!folder.IsBundle || (building ??= StagesThatBuild(file)).Contains(copy.Stage)))];
            if (taken.Count > 0)
            {
                yield return new LocalFolderCopy(copy, taken, taken.TrueForAll(folder => makers.CanDoWithout(folder, copy.Stage)));
            }
        }
    }

    private static bool IsFolder(BuildContext files, string path) =>
        path is "" or "*" || (files.Find(path, out var entry) == true && entry.Kind == FileKind.Directory);

    /// <summary>Whether it copies the folder as part of a parent folder. A folder that is itself a source is copied on purpose.</summary>
    private static bool Takes(ContextCopy copy, string folder)
    {
        foreach (var (path, _) in copy.Sources)
        {
            if (path is "" or "*"
                || (folder.StartsWith(path, StringComparison.Ordinal) && folder.Length > path.Length && folder[path.Length] == '/'))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<Stage> StagesThatBuild(FileAnalysis file)
    {
        HashSet<Stage> stages = [];
        foreach (var run in file.Runs)
        {
            if (run.Commands.Any(static command =>
                command.Name is "npm" or "yarn" or "pnpm" or "bun" or "next" or "ng" or "vite" or "tsc" or "webpack"
                && command.Words.Any(static word => word.Text.StartsWith("build", StringComparison.Ordinal))))
            {
                stages.Add(run.Stage);
            }
        }

        return stages;
    }

    /// <summary>The stages that create such folders themselves, found on first use.</summary>
    private sealed class Makers(FileAnalysis file)
    {
        private HashSet<Stage>? _ofPackages;
        private HashSet<Stage>? _ofBuilds;

        /// <summary>
        /// Whether the stage creates the folder itself, or a build never needs it, so that excluding it does not change the result.
        /// </summary>
        public bool CanDoWithout(LocalFolder folder, Stage stage) => SecretFiles.NameOf(folder.Path) switch
        {
            "node_modules" => (_ofPackages ??= StagesOf(
                file.Commands.Of(NodeInstall.Managers).Where(static use => NodeInstall.Of(use.Command) is not null))).Contains(stage),
            "bin" or "obj" => (_ofBuilds ??= StagesOf(
                file.Commands.Of("dotnet").Where(static use => use.Command.Line.SubCommand is "publish" or "build"))).Contains(stage),
            "__pycache__" or ".pytest_cache" or ".mypy_cache" or ".ruff_cache" or ".tox" or ".nox" or ".vs" or ".idea" or "TestResults"
            or "coverage" => true,
            _ => false,
        };

        private static HashSet<Stage> StagesOf(IEnumerable<RunCommand> uses) => [.. uses.Select(static use => use.Run.Stage)];
    }
}
