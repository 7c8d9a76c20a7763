using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>A stage of a generated Dockerfile.</summary>
internal sealed class GeneratedStage(Stage stage, FileAnalysis file)
{
    public string Base => stage.BaseText;

    /// <summary>Whether the stage runs on the builder's platform and not on the target's.</summary>
    public bool RunsOnBuilder => stage.From.FindFlag("platform")?.Value == "$BUILDPLATFORM";

    public string? WorkingDirectory => stage.End.WorkingDirectory.Value;

    /// <summary>The variables at the end of the stage, by name.</summary>
    public IReadOnlyList<(string Name, string? Value)> Variables => GeneratedImage.Pairs(stage.End.Environment);

    /// <summary>The COPY instructions, in order.</summary>
    public IReadOnlyList<Copied> Copies => [.. Of(InstructionKind.Copy).Select(copy => Copied.Of(copy, stage.StateBefore(copy)))];

    /// <summary>The RUN instructions, in order.</summary>
    public IReadOnlyList<GeneratedRun> Runs => [.. Of(InstructionKind.Run).Select(instruction =>
        new GeneratedRun(instruction, file.Runs.FirstOrDefault(run => run.Instruction == instruction)?.Script))];

    /// <summary>The commands of all RUN instructions; see <see cref="GeneratedRun.Commands"/>.</summary>
    public IReadOnlyList<string> Commands => [.. Runs.SelectMany(static run => run.Commands)];

    /// <summary>The mounts of all RUN instructions; see <see cref="GeneratedRun.Mounts"/>.</summary>
    public IReadOnlyList<string> Mounts => [.. Runs.SelectMany(static run => run.Mounts)];

    /// <summary>The instructions after FROM, each as one line: for questions about their order.</summary>
    public IReadOnlyList<string> Steps => [.. stage.Instructions.Select(static instruction =>
        string.Join(' ', instruction.Line.ToString().Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)))];

    /// <summary>The words of the only command that begins with these.</summary>
    public IReadOnlyList<string> Command(params string[] beginning) => Runs.SelectMany(static run => run.Words)
        .Where(words => words.Take(beginning.Length).SequenceEqual(beginning)).ShouldHaveSingleItem();

    /// <summary>The steps beside the only step with this text: null where the stage begins or ends.</summary>
    public (string? Before, string? After) Around(string step)
    {
        List<string> steps = [.. Steps];
        steps.Where(one => one == step).ShouldHaveSingleItem();
        var at = steps.IndexOf(step);
        return (steps.ElementAtOrDefault(at - 1), steps.ElementAtOrDefault(at + 1));
    }

    private IEnumerable<InstructionSyntax> Of(InstructionKind kind) =>
        stage.Instructions.Where(instruction => instruction.Kind == kind);
}
