using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>All sources are copied before the packages that a manifest names are installed, so every edit of a source installs them again.</summary>
internal sealed class SourcesBeforeInstall : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7008", "All sources are copied before dependencies are installed", Severity.Warning);

    public override void Check(RuleContext context)
    {
        Dictionary<Stage, ContextCopy> everything = [];
        foreach (var copy in context.Copies)
        {
            if (copy.Everything is not null) everything.TryAdd(copy.Stage, copy);
        }

        if (everything.Count == 0) return;

        // What a stage, or the one that it continues, has installed before is only brought up to date.
        HashSet<string> done = new(StringComparer.Ordinal);
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (DependencyInstall.Of(command) is not { } install) continue;
                if (run.Stage.Parent is { } parent && done.Contains(Key(parent, install))) continue;
                if (!done.Add(Key(run.Stage, install)) || !everything.TryGetValue(run.Stage, out var copy)) continue;

                // Triggers run before everything else, in another build.
                if (copy.Instruction.KeywordSpan.Start > run.Instruction.KeywordSpan.Start || copy.Instruction.Onbuild is null != run.Instruction.Onbuild is null) continue;

                var source = context.Source.Slice(copy.Everything!.Span);
                context.Report(run.Locate(command),
                    $"'{install.Text}' comes after {copy.Instruction.Kind.ToKeyword()} {source} of line {copy.Instruction.StartLine}, so every edit of any source installs all packages again. Copy {FilesOf(install, copy)} first, install, and copy the rest after that.");
            }
        }
    }

    /// <summary>The files by their paths in the context: what the command names by its path in the image, that copy has put there.</summary>
    private static string FilesOf(DependencyInstall install, ContextCopy copy)
    {
        if (install.Manifests is not [['/', ..] path]) return install.Files;

        var state = copy.Stage.StateBefore(copy.Instruction);
        var folder = AbsolutePath.Join(state.WorkingDirectory.Value ?? "/", copy.Instruction.Destination?.Value ?? "").TrimEnd('/') + "/";
        return path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>One kind of packages in one stage.</summary>
    private static string Key(Stage stage, DependencyInstall install) => $"{stage.Index} {install.Manifests[0]}";
}
