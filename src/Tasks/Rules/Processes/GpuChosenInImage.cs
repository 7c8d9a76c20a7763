using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Processes;

/// <summary>ENV chooses a GPU of one machine, although the person who starts a container chooses it.</summary>
internal sealed class GpuChosenInImage : Rule
{
    private static readonly Characters Numbers = Characters.Of("0-9,");

    public override RuleDescriptor Descriptor { get; } =
        new("CG6033", "ENV chooses a GPU by number", Severity.Message)
        {
            Aliases = ["tally:gpu/no-hardcoded-visible-devices"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image) return;
        foreach (var (stage, _, instruction) in file.Instructions.Of(InstructionKind.Env))
        {
            if (!image.Includes(stage)) continue;
            foreach (var pair in instruction.Pairs)
            {
                if (pair is not { Name: "NVIDIA_VISIBLE_DEVICES" or "CUDA_VISIBLE_DEVICES", Value: { } value }) continue;
                var isChoice = Numbers.ContainAll(value.Value) || value.Value.StartsWith("GPU-", StringComparison.Ordinal);
                if (value.Value.Length == 0 || !isChoice) continue;
                findings.Report(file.FromFirstLine(instruction, pair.Key.Span),
                    $"{pair.Name}={value.Value} selects a GPU of one machine. Remove it, and select GPUs with 'docker run --gpus'.");
            }
        }
    }
}
