using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>Every user of the container can change files of the final image.</summary>
internal sealed class WorldWritable : Rule
{
    private static readonly Characters Octal = Characters.Of("0-7");

    public override RuleDescriptor Descriptor { get; } =
        new("CG3022", "Files of the final image are writable by every user", Severity.Warning)
        {
            Aliases = ["tally:world-writable-state-path-workaround"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image) return;
        foreach (var (run, command) in file.Commands.Of("chmod"))
        {
            if (!image.Includes(run.Stage) || TargetSystem.IsWindows(run.Stage) || command.Line.Operands is not [var mode, var first, ..]
                || !IsOpen(mode.Text) || command.Line.Operands.Skip(1).All(static path => IsTemporary(path.Text)))
            {
                continue;
            }

            var path = first.Text == "{}" ? "the files that 'find' lists" : MessageText.Cut(first.Text);
            Report(findings, run.Locate(mode.Span), mode.Text, path);
        }

        foreach (var (run, command) in file.Commands.Of("mkdir", "install"))
        {
            if (!image.Includes(run.Stage) || TargetSystem.IsWindows(run.Stage)
                || command.Line.Options.LastOrDefault(static option => option.Name is "-m" or "--mode") is not { Value: { } mode } option
                || !IsOpen(mode) || command.Line.Operands.All(static path => IsTemporary(path.Text)))
            {
                continue;
            }

            Report(findings, run.Locate(option.Word.Span), mode, MessageText.Cut(command.Line.Operands[^1].Text));
        }

        foreach (var (stage, _, instruction) in file.Instructions.Of(InstructionKind.Copy, InstructionKind.Add))
        {
            if (image.Includes(stage) && instruction.FindFlag("chmod") is { Value: { } mode } flag && IsOpen(mode))
            {
                Report(findings, file.FromFirstLine(instruction, flag.Span), mode, "the copied files");
            }
        }
    }

    private static void Report(Findings findings, TextSpan span, string mode, string path) => findings.Report(span,
        $"'{mode}' lets every user write to {path}. Remove write access for others, and set the owner with --chown or chown.");

    /// <summary>Whether a mode lets others write. With the sticky bit, as in /tmp, a user can delete only own files.</summary>
    private static bool IsOpen(string mode)
    {
        if (mode.Length is 3 or 4 && Octal.ContainAll(mode))
        {
            return ((mode[^1] - '0') & 2) != 0 && !(mode.Length == 4 && (mode[0] & 1) != 0);
        }

        foreach (var part in mode.Split(','))
        {
            var at = part.AsSpan().IndexOfAny('+', '=');
            if (at > 0 && part.AsSpan(0, at).IndexOfAny('a', 'o') >= 0 && part.AsSpan(at).Contains('w')) return true;
        }

        return false;
    }

    private static bool IsTemporary(string path) =>
        path.TrimEnd('/', '*') is "/tmp" or "/var/tmp" or "/run" or "/dev/shm" or "/var/run"
        || path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/tmp/", StringComparison.Ordinal);
}
