using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A relative WORKDIR after another WORKDIR of the file. <see cref="RelativeWorkdir"/> checks the first one.</summary>
internal sealed class WorkdirBelowWorkdir : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1034", "WORKDIR is relative to an earlier WORKDIR", Severity.Message)
    {
        Aliases = ["hadolint:DL3000", "trivy:DS-0009", "checkov:CKV_DOCKER_10", "kics:WORKDIR Path Not Absolute"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, _, instruction) in file.Instructions.Of(InstructionKind.Workdir))
        {
            if (instruction is not { Onbuild: null, Arguments: [var word] }) continue;

            var state = stage.StateBefore(instruction);
            if (state.WorkingDirectory is not { Origin: SettingOrigin.File, Instruction: { } earlier }) continue;

            var path = state.Expand(word, file.Syntax.EscapeCharacter);
            if (path.Error is not null || IsAbsolute(path, word.Value, stage)) continue;

            var whole = stage.StateAfter(instruction).WorkingDirectory is { IsKnown: true, Value: { } directory }
                ? $"'{directory}'"
                : "an absolute path";
            findings.Report(file.FromFirstLine(instruction, word.Span),
                $"'{word.Value}' is relative to the WORKDIR in line {earlier.StartLine}. Write {whole}.");
        }
    }

    private static bool IsAbsolute(Expansion path, string written, Stage stage) =>
        TargetSystem.IsAbsolutePath(path.Text, stage) || TargetSystem.HasDrive(path.Text)
        || (written.StartsWith('$') && (!path.IsKnown || !path.Undefined.IsEmpty));
}
