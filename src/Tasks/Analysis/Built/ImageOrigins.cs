using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// Where the layers of an image come from: the base image, or an instruction of the Dockerfile. The layers of a known base are compared by
/// their digests. Without it, the history tells: from its end, its steps are those of the Dockerfile.
/// </summary>
internal sealed class ImageOrigins
{
    private readonly Dictionary<int, HistoryStep> _stepOfLayer = [];
    private readonly Dictionary<HistoryStep, InstructionSyntax> _instructions = [];

    private ImageOrigins(IReadOnlyList<HistoryStep> steps)
    {
        Steps = steps;
        foreach (var step in steps)
        {
            if (step.Layer is { } layer) _stepOfLayer[layer] = step;
        }
    }

    public IReadOnlyList<HistoryStep> Steps { get; }

    /// <summary>The number of layers that the base image brought.</summary>
    public int BaseLayers { get; private set; }

    /// <summary>The number of steps of the base image.</summary>
    public int BaseSteps { get; private set; }

    /// <summary>The steps after the base image.</summary>
    public IEnumerable<HistoryStep> OwnSteps => Steps.Skip(BaseSteps);

    /// <summary>Whether at least one step is that of an instruction.</summary>
    public bool HasInstructions => _instructions.Count > 0;

    public HistoryStep? StepOf(int layer) => _stepOfLayer.GetValueOrDefault(layer);

    public InstructionSyntax? InstructionOf(HistoryStep step) => _instructions.GetValueOrDefault(step);

    public InstructionSyntax? InstructionOf(int layer) => StepOf(layer) is { } step ? InstructionOf(step) : null;

    /// <param name="steps">The history.</param>
    /// <param name="diffIds">The digests of the layers.</param>
    /// <param name="known">The base image; null if it is unknown.</param>
    /// <param name="dockerfile">The Dockerfile; null for an image without one.</param>
    public static ImageOrigins Find(
        IReadOnlyList<HistoryStep> steps, IReadOnlyList<string> diffIds, BaseImage? known, DockerfileModel? dockerfile)
    {
        var origins = new ImageOrigins(steps);
        var instructions = dockerfile?.FinalStage is { } stage ? InstructionsOf(stage) : [];
        if (known?.IsBelow(diffIds) == true)
        {
            origins.BaseLayers = known.DiffIds.Count;
            origins.BaseSteps = Math.Min(known.Steps, steps.Count);
            origins.Match(instructions, needsText: false);
        }
        else if (dockerfile?.FinalStage?.Root.IsScratch == true)
        {
            origins.Match(instructions, needsText: false);
        }
        else if (instructions.Count > 0 && origins.Match(instructions, needsText: true) is { } first)
        {
            origins.BeginAt(first);
        }
        else
        {
            origins.BeginAt(FirstOwnStep(steps));
        }

        return origins;
    }

    /// <summary>The instructions of a stage and of the stages that it continues, in the order of the build.</summary>
    public static IReadOnlyList<InstructionSyntax> InstructionsOf(Stage stage)
    {
        List<InstructionSyntax> all = [];
        for (var at = stage; at is not null; at = at.Parent) all.InsertRange(0, at.Instructions);
        return all;
    }

    private void BeginAt(int step)
    {
        BaseSteps = step;
        BaseLayers = Steps.Take(step).Max(static before => before.Layer + 1) ?? Steps.Skip(step).Min(static own => own.Layer) ?? 0;
    }

    /// <summary>
    /// Without a Dockerfile and without a base: the steps of the .NET SDK, else those after the last CMD that has a layer above it.
    /// </summary>
    private static int FirstOwnStep(IReadOnlyList<HistoryStep> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].IsOfSdk) return i;
        }

        var hasLayer = false;
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i] is { Kind: InstructionKind.Cmd, Layer: null } && hasLayer) return i + 1;
            hasLayer |= steps[i].Layer is not null;
        }

        return 0;
    }

    /// <summary>Finds the most likely common sequence of instructions and steps, from the end.</summary>
    /// <returns>The first step with an instruction; null without one.</returns>
    private int? Match(IReadOnlyList<InstructionSyntax> instructions, bool needsText)
    {
        const int most = 4_000_000;
        var (rows, columns) = (instructions.Count, Steps.Count - BaseSteps);
        if (rows == 0 || columns == 0 || (long)rows * columns > most) return null;

        var texts = instructions.Select(StepText.Of).ToArray();
        var ownSteps = OwnSteps.ToArray();
        var stepTexts = ownSteps.Select(StepText.Of).ToArray();
        var scores = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                var both = Weight(i, j) is > 0 and var weight ? scores[i + 1, j + 1] + weight : 0;
                scores[i, j] = Math.Max(both, Math.Max(scores[i + 1, j], scores[i, j + 1]));
            }
        }

        int? first = null;
        for (int i = 0, j = 0; i < rows && j < columns;)
        {
            // A later step with the same result is the better one: the base has steps of the same kind.
            if (scores[i, j + 1] == scores[i, j])
            {
                j++;
            }
            else if (scores[i + 1, j] == scores[i, j])
            {
                i++;
            }
            else
            {
                _instructions[ownSteps[j]] = instructions[i];
                first ??= ownSteps[j].Index;
                (i, j) = (i + 1, j + 1);
            }
        }

        return first;

        int Weight(int i, int j)
        {
            if (instructions[i].Kind != ownSteps[j].Kind) return 0;
            var isAlike = StepText.AreAlike(texts[i], stepTexts[j], instructions[i].Kind);
            return isAlike ? 3 : needsText ? 0 : 1;
        }
    }
}
