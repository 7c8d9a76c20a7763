using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>The shell form of RUN, CMD or ENTRYPOINT in an image without a shell: the build stops there, or no container ever starts.</summary>
internal sealed class ShellThatIsNotThere : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6015", "The image has no shell for an instruction in shell form", Severity.Error);

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            // A stage that continues another one gets what that one brought; of what is built outside nothing is known.
            if (stage.Parent is not null || BareImage.KindOf(stage, context.Facts) is not { } kind) continue;
            if (stage.Instructions.FirstOrDefault(instruction => NeedsShell(stage, instruction) || BareImage.MayBring(stage.StateBefore(instruction), instruction, "/bin/sh")) is not { } first
                || !NeedsShell(stage, first) || stage.StateBefore(first).Shell.Origin == SettingOrigin.File) continue;

            var consequence = first.Kind == InstructionKind.Run ? "the build stops here" : "no container of it starts";
            context.Report(first.HeaderSpan,
                $"{first.Kind.ToString().ToUpperInvariant()} in shell form is run by /bin/sh, and {kind} has none: {consequence}. {Remedy(first)}");
        }
    }

    private static bool NeedsShell(Stage stage, InstructionSyntax instruction) =>
        instruction is { Onbuild: null, IsExecForm: false, Command: not null }
        && (instruction.Kind == InstructionKind.Run || (instruction.Kind is InstructionKind.Cmd or InstructionKind.Entrypoint && (stage.End.Cmd.Value == instruction || stage.End.Entrypoint.Value == instruction)));

    private static string Remedy(InstructionSyntax instruction) => instruction.Kind == InstructionKind.Run
        ? "Do it in an earlier stage, from an image with a shell, and COPY --from the result."
        : $"Write {instruction.Kind.ToString().ToUpperInvariant()} [\"program\", \"argument\"].";
}
