using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A COPY takes what was installed or built on this machine: the very folders are named, with the lines that leave them out.</summary>
internal sealed class LocalFolderCopied : Rule
{
    private const int Named = 5;

    public override RuleDescriptor Descriptor { get; } = new("CG4013", "Packages or build output of this machine are copied", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Copies.IsEmpty || context.Facts.CertainContext is not { } files) return;

        HashSet<Stage>? building = null;
        var makers = new Makers(context);
        foreach (var copy in context.Copies)
        {
            // A trigger runs in another build, with a context of its own.
            if (copy.Instruction.Onbuild is not null || !copy.Sources.Any(source => IsFolder(files, source.Text))) continue;
            List<LocalFolder> taken = [.. files.LocalFolders.Where(folder => Takes(copy, folder.Path)
                && (!folder.IsBundle || (building ??= StagesThatBuild(context)).Contains(copy.Stage)))];
            if (taken.Count == 0) continue;

            var names = string.Join(", ", taken.Take(Named).Select(static folder => $"'{folder.Path}' ({folder.Reason})"));
            var more = taken.Count > Named ? $" and {taken.Count - Named} more" : "";
            var place = context.Image?.Includes(copy.Stage) == true ? "into the image" : "into the build";
            context.Report((copy.Everything ?? copy.Sources[0]).Span,
                $"{copy.Instruction.Kind.ToKeyword()} takes {names}{more} of this machine {place}, where {(taken.Count == 1 ? "it is" : "they are")} made anew: stale, for another system perhaps, and a new layer whenever anything in there changes. Add to the ignore file: {string.Join(", ", Patterns(taken))}.",
                ignore: taken.TrueForAll(folder => makers.MakeAnew(folder, copy.Stage)) ? [.. Patterns(taken)] : null);
        }
    }

    private static bool IsFolder(BuildContext files, string path) =>
        path is "" or "*" || (files.Find(path, out var entry) == true && entry.Kind == FileKind.Directory);

    /// <summary>With a folder above it; a folder that is a source itself is meant.</summary>
    private static bool Takes(ContextCopy copy, string folder)
    {
        foreach (var (path, _) in copy.Sources)
        {
            if (path is "" or "*" || (folder.StartsWith(path, StringComparison.Ordinal) && folder.Length > path.Length && folder[path.Length] == '/')) return true;
        }

        return false;
    }

    /// <summary>One line for each name; wherever it may be when it was found below the root.</summary>
    private static IEnumerable<string> Patterns(List<LocalFolder> folders) => folders
        .GroupBy(static folder => SecretFiles.NameOf(folder.Path), StringComparer.Ordinal)
        .Select(static same => same.All(folder => folder.Path == same.Key) ? same.Key : $"**/{same.Key}").Order(StringComparer.Ordinal);

    private static HashSet<Stage> StagesThatBuild(RuleContext context)
    {
        HashSet<Stage> stages = [];
        foreach (var run in context.Runs)
        {
            if (run.Commands.Any(static command => command.Name is "npm" or "yarn" or "pnpm" or "bun" or "next" or "ng" or "vite" or "tsc" or "webpack"
                && command.Words.Any(static word => word.Text.StartsWith("build", StringComparison.Ordinal)))) stages.Add(run.Stage);
        }

        return stages;
    }

    /// <summary>The stages that make such folders themselves; looked for once, when a folder asks.</summary>
    private sealed class Makers(RuleContext context)
    {
        private HashSet<Stage>? ofPackages;
        private HashSet<Stage>? ofBuilds;

        /// <summary>Whether the stage makes the folder itself, or nothing ever needs it: then to leave it out changes nothing but time.</summary>
        public bool MakeAnew(LocalFolder folder, Stage stage) => SecretFiles.NameOf(folder.Path) switch
        {
            "node_modules" => (ofPackages ??= StagesOf(context.Commands.Of(NodeInstall.Managers).Where(static use => NodeInstall.Of(use.Command) is not null))).Contains(stage),
            "bin" or "obj" => (ofBuilds ??= StagesOf(context.Commands.Of("dotnet").Where(static use => use.Command.Line.SubCommand is "publish" or "build"))).Contains(stage),
            "__pycache__" or ".pytest_cache" or ".mypy_cache" or ".ruff_cache" or ".tox" or ".nox" or ".vs" or ".idea" or "TestResults" or "coverage" => true,
            _ => false,
        };

        private static HashSet<Stage> StagesOf(IEnumerable<RunCommand> uses) => [.. uses.Select(static use => use.Run.Stage)];
    }
}
