using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Projects;

/// <summary>The process is a file that the image does not have: nothing in the context has its name, and no command makes files.</summary>
internal sealed class NodeMainMissing : Rule
{
    private static readonly string[] Extensions = ["", ".js", ".json", ".cjs", ".mjs", "/index.js"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG6026", "The file that Node.js starts is not in the image", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image
            || file.Process is not { Name: "node" or "nodejs", Arguments: [var argument, ..], HasShellInFront: false } process
            || argument is ['-' or '/', ..] || argument.Contains('$')
            || file.Facts.CertainContext is not { IsComplete: true } context
            || file.Facts.Folder is null || ContextPaths.Relative(context, file.Facts.Folder) is not ""
            || file.Facts.Manifests.Node is not { } manifest
            || !CopiesAsIs(file, image))
        {
            return;
        }

        var isMain = argument is "." or "./";
        var path = AbsolutePath.Join("/", isMain ? manifest.Main.Length == 0 ? "index.js" : manifest.Main : argument)[1..];
        if (path.Length == 0 || Array.Exists(Extensions, extension => context.Find(path + extension, out _) != false)) return;
        if (context.IsMadeByBuild(path) || BuildProduct.IsOne(path)) return;

        context.Find(path, out var folder);
        var near = context.NearestTo(path, folder);
        var main = AbsolutePath.Join("/", manifest.Main)[1..];
        if (near is null && !isMain && main.Length > 0 && context.Find(main, out _) == true) near = main;
        if (near is null) return;

        var what = isMain ? $"'main' in package.json names '{path}'" : $"The container starts '{argument}'";
        findings.Report(process.Instruction.HeaderSpan,
            $"{what}, which is not in the build context, so Node.js does not start. Did you mean '{near}'?");
    }

    /// <summary>Whether the image has exactly the files of the context in its working directory.</summary>
    private static bool CopiesAsIs(FileAnalysis file, FinalImage image)
    {
        var isCopied = false;
        for (var stage = image.Stage; stage is not null; stage = stage.Parent)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is InstructionKind.Copy or InstructionKind.Add)
                {
                    if (instruction.FindFlag("from") is not null || instruction.Kind == InstructionKind.Add) return false;
                    var state = stage.StateBefore(instruction);
                    var isHere = instruction.Destination is { } destination
                        && AbsolutePath.Join(state.WorkingDirectory.Value ?? "/", destination.Value).TrimEnd('/')
                            == image.State.WorkingDirectory.Value?.TrimEnd('/');
                    isCopied |= isHere && instruction.Sources is [{ Value: "." or "./" }];
                    if (!isHere) return false;
                }
                else if (instruction.Kind == InstructionKind.Run && !file.Runs.Where(run => run.Instruction == instruction)
                    .Any(static run => run.Commands.Length > 0 && run.Commands.All(static command =>
                        NodeInstall.Of(command) is not null || command.Name is "apk" or "apt-get" or "chown" or "addgroup" or "adduser")))
                {
                    return false;
                }
            }
        }

        return isCopied;
    }
}
