using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>A WORKDIR where the kernel, the engine or the boot loader puts what is there.</summary>
internal sealed class WorkdirInSystemFolder : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7005", "WORKDIR is a folder of the system", Severity.Warning)
    {
        Aliases = ["trivy:DS-0030"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var outer in stage.Instructions)
            {
                var instruction = outer.Trigger ?? outer;
                if (instruction is not { Kind: InstructionKind.Workdir, Arguments: [var word] } || TargetSystem.IsWindows(stage)) continue;

                var path = stage.StateBefore(outer).Expand(word, context.Syntax.EscapeCharacter);
                if (path is not { Error: null, IsKnown: true } || FolderOf(path.Text) is not { } folder) continue;
                context.Report(context.FromFirstLine(instruction, word.Span),
                    $"'{path.Text}' is in /{folder}, which {WhoseIs(folder)}: what the image has there is hidden or lost when a container starts. Write a folder of the application's own, such as /app.");
            }
        }
    }

    private static string? FolderOf(string path)
    {
        var parts = AbsolutePath.Join("/", path).Split('/', 3);
        return path.StartsWith('/') && parts[1] is "proc" or "sys" or "dev" or "boot" or "initrd" or "lost+found" ? parts[1] : null;
    }

    private static string WhoseIs(string folder) => folder switch
    {
        "proc" or "sys" => "the kernel fills",
        "dev" => "the engine fills",
        _ => "belongs to the boot loader and the file system",
    };
}
