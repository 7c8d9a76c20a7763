using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// RUN, CMD or ENTRYPOINT uses the shell form in an image without a shell: the build fails there, or no container starts.
/// </summary>
internal sealed class ShellThatIsNotThere : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6015", "The shell form is used in an image without a shell", Severity.Error)
        {
            Aliases = ["tally:shell-run-in-scratch"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            // A stage based on another stage gets the files of that stage. The contents of other images are unknown.
            if (stage.Parent is not null || BareImage.KindOf(stage, file.Facts) is not { } kind) continue;
            if (stage.Instructions.FirstOrDefault(instruction => NeedsShell(stage, instruction)
                || BareImage.MayBring(stage.StateBefore(instruction), instruction, "/bin/sh")) is not { } first
                || !NeedsShell(stage, first) || stage.StateBefore(first).Shell.Origin == SettingOrigin.File)
            {
                continue;
            }

            findings.Report(first.HeaderSpan,
                $"{first.Kind.ToKeyword()} needs /bin/sh for its shell form, but {kind} has no shell. {Remedy(first)}");
        }
    }

    private static bool NeedsShell(Stage stage, InstructionSyntax instruction) =>
        instruction is { Onbuild: null, IsExecForm: false, Command: not null }
        && (instruction.Kind == InstructionKind.Run || (instruction.Kind is InstructionKind.Cmd or InstructionKind.Entrypoint
            && (stage.End.Cmd.Value == instruction || stage.End.Entrypoint.Value == instruction)));

    private static string Remedy(InstructionSyntax instruction) => instruction.Kind == InstructionKind.Run
        ? "Run it in a stage with a shell, and copy the result with COPY --from."
        : $"Write {instruction.Kind.ToKeyword()} [\"program\", \"argument\"].";
}
