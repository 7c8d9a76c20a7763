using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// COPY --from takes the application from a folder that publish does not write to: the option <c>-o</c> names another one, or the path
/// has another target framework or configuration. The builder then does not find the folder.
/// </summary>
internal sealed class PublishOutputElsewhere : Rule
{
    /// <summary>The first folders of paths that only the instructions of a Dockerfile make.</summary>
    private static readonly string[] OwnFolders =
    [
        "app", "src", "source", "sources", "build", "code", "work", "workspace", "publish", "published", "out", "output", "dist",
        "artifacts", "project", "repo",
    ];

    /// <summary>Commands that can make a folder of any name.</summary>
    private static readonly string[] FileCommands = ["mv", "cp", "ln", "rsync", "tar", "unzip", "cd", "pushd", "git", "find", "make"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG7019", "COPY --from does not take the output of publish", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { Publish: { } publish } app || publish.Run.Stage is not { } build
            || file.Facts.Context is not { } context
            || PublishCommand.In(file, "publish", "build", "msbuild").Count(static one => one.IsPublish) != 1)
        {
            return;
        }

        List<(InstructionSyntax Copy, WordSyntax Source, string Path)> taken = [];
        foreach (var stage in file.Model.Stages)
        {
            if (!stage.IsReachable) continue;
            foreach (var copy in stage.Instructions)
            {
                if (file.Model.FindSource(copy)?.IsBasedOn(build) != true) continue;
                foreach (var word in copy.Sources)
                {
                    if (word.Value.AsSpan().ContainsAny("$*?[")) return;
                    taken.Add((copy, word, AbsolutePath.Join("/", word.Value)));
                }
            }
        }

        if (publish.Sets(PublishCommand.OutputName, out _))
        {
            if (publish.OutputFolder is not { } folder || taken.Exists(one => Overlap(one.Path, folder))) return;
            foreach (var (copy, word, path) in taken)
            {
                if (!MayExist(file, context, publish, path)) Report(findings, copy, word, path, folder);
            }
        }
        else if (!publish.Sets("PublishDir", out _) && !publish.HasMoreProperties)
        {
            foreach (var (copy, word, path) in taken)
            {
                if (Corrected(path, app, publish) is { } right) Report(findings, copy, word, path, right);
            }
        }
    }

    private static void Report(Findings findings, InstructionSyntax copy, WordSyntax word, string path, string right) =>
        findings.Report(word.Span,
            $"COPY takes '{MessageText.Cut(path)}', but 'dotnet publish' writes to '{MessageText.Cut(right)}', so the build fails. "
                + $"Write COPY --from={copy.FindFlag("from")!.Value} {MessageText.Cut(right)}.");

    private static bool Overlap(string one, string other) =>
        Contains(one, other) || Contains(other, one);

    private static bool Contains(string folder, string path) =>
        $"{path.TrimEnd('/')}/".StartsWith($"{folder.TrimEnd('/')}/", StringComparison.Ordinal);

    /// <summary>Whether something else can make the path: the base image, a command, or a copy.</summary>
    private static bool MayExist(FileAnalysis file, BuildContext context, PublishCommand publish, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || Array.IndexOf(OwnFolders, parts[0].ToLowerInvariant()) < 0) return true;
        for (var stage = publish.Run.Stage; stage is not null; stage = stage.Parent)
        {
            if (file.Commands.Of(FileCommands).Any(one => one.Run.Stage == stage)) return true;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind == InstructionKind.Workdir)
                {
                    if (stage.StateAfter(instruction).WorkingDirectory.Value is not { } folder || Contains(path, folder)) return true;
                }
                else if (instruction.Kind is InstructionKind.Copy or InstructionKind.Add)
                {
                    if (MayBring(file, context, stage, instruction, path)) return true;
                }
                else if (instruction != publish.Run.Instruction && instruction.Kind == InstructionKind.Run
                    && (instruction.ToString().Contains(parts[^1], StringComparison.Ordinal)
                        || instruction.ToString().Contains(".sh", StringComparison.Ordinal)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool MayBring(FileAnalysis file, BuildContext context, Stage stage, InstructionSyntax instruction, string path)
    {
        if (instruction.Destination is not { } destination || destination.Value.Contains('$')) return true;
        var target = AbsolutePath.Join(stage.StateBefore(instruction).WorkingDirectory.Value ?? "/", destination.Value).TrimEnd('/') + "/";
        if (Contains(path, target)) return true;
        if (!path.StartsWith(target, StringComparison.Ordinal)) return false;
        if (file.Copies.FirstOrDefault(copy => copy.Instruction == instruction) is not { } copied) return true;
        return copied.Sources.Any(source =>
            context.Find(AbsolutePath.Join("/", $"{source.Text}/{path[target.Length..]}")[1..], out _) != false);
    }

    /// <summary>The path with the target framework and the configuration of the publish; null if it has them.</summary>
    private static string? Corrected(string path, PublishedApp app, PublishCommand publish)
    {
        var parts = path.Split('/');
        var at = Array.LastIndexOf(parts, "bin");
        if (at < 0 || at + 2 >= parts.Length || !TargetFramework.Parse(parts[at + 2]).IsModern) return null;
        if (app.Frameworks is [{ Moniker: var moniker }] && parts[at + 2] != moniker) parts[at + 2] = moniker;
        if (publish.Sets("Configuration", out var configuration) && configuration is not null && parts[at + 1] != configuration)
        {
            parts[at + 1] = configuration;
        }

        var right = string.Join('/', parts);
        return right == path ? null : right;
    }
}
