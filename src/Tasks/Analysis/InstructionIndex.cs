using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>An instruction of a stage.</summary>
/// <param name="Stage">Its stage.</param>
/// <param name="Outer">The instruction in the stage: the ONBUILD of a trigger, otherwise the instruction itself.</param>
/// <param name="Instruction">The instruction; for ONBUILD, its trigger.</param>
internal sealed record StageInstruction(Stage Stage, InstructionSyntax Outer, InstructionSyntax Instruction);

/// <summary>
/// The instructions of all stages by their kind, with the triggers of ONBUILD. Most rules check one kind, and most files have few of it.
/// </summary>
internal sealed class InstructionIndex
{
    private static readonly List<StageInstruction> None = [];

    private readonly List<StageInstruction>?[] _byKind = new List<StageInstruction>?[(int)InstructionKind.Workdir + 1];

    public InstructionIndex(DockerfileModel model)
    {
        foreach (var stage in model.Stages)
        {
            foreach (var outer in stage.Instructions)
            {
                var instruction = outer.Trigger ?? outer;
                (_byKind[(int)instruction.Kind] ??= []).Add(new StageInstruction(stage, outer, instruction));
            }
        }
    }

    /// <summary>The instructions of a kind, in source order.</summary>
    public IReadOnlyList<StageInstruction> Of(InstructionKind kind) => _byKind[(int)kind] ?? None;

    /// <summary>The instructions of two kinds, in source order.</summary>
    public IReadOnlyList<StageInstruction> Of(InstructionKind kind, InstructionKind other)
    {
        if (_byKind[(int)kind] is not { } first) return Of(other);
        if (_byKind[(int)other] is not { } second) return first;

        List<StageInstruction> both = [.. first, .. second];
        both.Sort(static (left, right) => left.Outer.Span.Start.CompareTo(right.Outer.Span.Start));
        return both;
    }
}
