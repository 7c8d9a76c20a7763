using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// All sources are copied before the dependencies in a manifest are installed, so every change of a source file repeats the installation.
/// </summary>
internal sealed class SourcesBeforeInstall : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG7008", "Sources are copied before dependencies are installed", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        Dictionary<Stage, ContextCopy> everything = [];
        foreach (var copy in file.Copies)
        {
            if (copy.Everything is not null) everything.TryAdd(copy.Stage, copy);
        }

        if (everything.Count == 0) return;

        // A repeated installation, in this stage or in the one that it is based on, only updates the packages.
        HashSet<string> done = new(StringComparer.Ordinal);
        foreach (var run in file.Runs)
        {
            foreach (var command in run.Commands)
            {
                if ((DependencyInstall.Of(command) ?? DependencyInstall.OfBuild(command)) is not { } install) continue;
                if (install.Download is not null && command.Name == "go" && file.GoBuild.MayHaveNoModules(run)) continue;
                if (run.Stage.Parent is { } parent && done.Contains(Key(parent, install))) continue;
                if (!done.Add(Key(run.Stage, install)) || !everything.TryGetValue(run.Stage, out var copy)) continue;

                // A cache mount keeps the packages, so a build that also downloads them gets them from there.
                if (install.IsCached && run.Instruction.Mounts.Any(static mount => mount.Type == "cache")) continue;

                // ONBUILD triggers run in another build, before all other instructions.
                if (copy.Instruction.KeywordSpan.Start > run.Instruction.KeywordSpan.Start
                    || copy.Instruction.Onbuild is null != run.Instruction.Onbuild is null)
                {
                    continue;
                }

                var source = MessageText.Cut(file.Source.Slice(copy.Everything!.Span));
                var what = install.Download is null ? $"'{MessageText.Cut(install.Text)}'" : $"the downloads of '{install.Text}'";
                var fact = $"Every source change repeats {what}, "
                    + $"because line {copy.Instruction.StartLine} copies '{source}'.";
                var first = install.Download is { } download ? $" first, and run '{download}'" : " first";
                findings.Report(run.Locate(command), $"{fact} Copy {MessageText.Cut(FilesOf(install, copy))}{first}.");
            }
        }
    }

    /// <summary>The files by their paths in the build context. The command names them by their paths in the image.</summary>
    private static string FilesOf(DependencyInstall install, ContextCopy copy)
    {
        if (install.Manifests is not [['/', ..] path]) return install.Files;

        var state = copy.Stage.StateBefore(copy.Instruction);
        var folder = AbsolutePath.Join(state.WorkingDirectory.Value ?? "/", copy.Instruction.Destination?.Value ?? "").TrimEnd('/') + "/";
        return path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>Identifies one kind of packages in one stage.</summary>
    private static string Key(Stage stage, DependencyInstall install) => $"{stage.Index} {install.Manifests[0]}";
}
