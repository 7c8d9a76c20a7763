using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>A WORKDIR in a folder that the kernel, the container engine or the boot loader fills.</summary>
internal sealed class WorkdirInSystemFolder : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7005", "WORKDIR is a system folder", Severity.Warning)
    {
        Aliases = ["trivy:DS-0030"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, outer, instruction) in file.Instructions.Of(InstructionKind.Workdir))
        {
            if (instruction is not { Arguments: [var word] } || TargetSystem.IsWindows(stage)) continue;

            var path = stage.StateBefore(outer).Expand(word, file.Syntax.EscapeCharacter);
            if (path is not { Error: null, IsKnown: true } || FolderOf(path.Text) is not { } folder) continue;
            var place = path.Text.TrimEnd('/') == $"/{folder}" ? "" : $"'{MessageText.Cut(path.Text)}', in ";
            findings.Report(file.FromFirstLine(instruction, word.Span),
                $"WORKDIR is {place}'/{folder}', {Use(folder)}. Use an application folder, for example /app.");
        }
    }

    private static string? FolderOf(string path)
    {
        var parts = AbsolutePath.Join("/", path).Split('/', 3);
        return path.StartsWith('/') && parts[1] is "proc" or "sys" or "dev" or "boot" or "initrd" or "lost+found" ? parts[1] : null;
    }

    private static string Use(string folder) =>
        folder is "proc" or "sys" or "dev" ? "where the engine mounts its own file system" : "which is reserved for the operating system";
}
