using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A FROM and the instructions up to the next FROM.</summary>
internal sealed class Stage
{
    internal Stage(int index, InstructionSyntax from)
    {
        Index = index;
        From = from;
        if (from.Arguments is [_, var word, var name] && word.Raw.Equals("as", StringComparison.OrdinalIgnoreCase))
        {
            NameSyntax = name;
        }

        Name = NameSyntax?.Text.ToLowerInvariant();
    }

    public int Index { get; }

    /// <summary>The name after AS in lower case, as BuildKit compares names; null for a stage without a name.</summary>
    public string? Name { get; }

    public WordSyntax? NameSyntax { get; }

    /// <summary>The FROM; for a fragment, an empty FROM before its first instruction.</summary>
    public InstructionSyntax From { get; }

    /// <summary>
    /// Whether this is a fragment instead of a stage: the instructions before the first FROM, or all instructions of a file without FROM.
    /// BuildKit refuses them. The rules check them anyway, as if they were in a stage with an unknown base image.
    /// </summary>
    public bool IsFragment { get; internal init; }

    /// <summary>The base image as written.</summary>
    public string BaseText => From.Arguments is [var image, ..] ? image.Text : "";

    public TextSpan BaseSpan => From.Arguments is [var image, ..] ? image.Span : new TextSpan(From.KeywordSpan.End, 0);

    /// <summary>The base image with global arguments expanded.</summary>
    public Expansion Base { get; internal set; }

    /// <summary>--platform with global arguments expanded; null without the flag.</summary>
    public Expansion? Platform { get; internal set; }

    /// <summary>The earlier stage that this stage is based on; null if the base is an image or scratch.</summary>
    public Stage? Parent { get; internal set; }

    public bool IsScratch => Parent is null && Base.Text == "scratch";

    /// <summary>The first stage of the chain of parents: its base is an image or scratch.</summary>
    public Stage Root { get; internal set; } = null!;

    /// <summary>The stages that this stage copies or mounts from, each once.</summary>
    public ImmutableArray<Stage> Sources { get; internal set; } = [];

    /// <summary>The instructions after FROM.</summary>
    public ImmutableArray<InstructionSyntax> Instructions { get; internal set; } = [];

    /// <summary>Whether this is the stage that is built: the target, or the last stage.</summary>
    public bool IsFinal { get; internal set; }

    /// <summary>Whether the final stage needs this stage.</summary>
    public bool IsReachable { get; internal set; }

    /// <summary>The settings after FROM and after the triggers of the parent.</summary>
    public StageState Start { get; internal set; } = new();

    /// <summary>The settings at the end of the stage, which its image has.</summary>
    public StageState End { get; internal set; } = new();

    internal StageState[] States { get; set; } = [];

    /// <summary>This stage and the stages that it is based on, the nearest first.</summary>
    public IEnumerable<Stage> WithParents
    {
        get
        {
            for (Stage? stage = this; stage is not null; stage = stage.Parent) yield return stage;
        }
    }

    /// <summary>The instructions of this stage, then those of the stages that it is based on.</summary>
    public IEnumerable<InstructionSyntax> AllInstructions => WithParents.SelectMany(static stage => stage.Instructions);

    /// <summary>Whether this stage is another one, or continues it.</summary>
    public bool IsBasedOn(Stage other)
    {
        for (Stage? stage = this; stage is not null; stage = stage.Parent)
        {
            if (stage == other) return true;
        }

        return false;
    }

    /// <summary>The settings before an instruction of this stage. For a trigger, the settings before its ONBUILD.</summary>
    public StageState StateBefore(InstructionSyntax instruction)
    {
        var index = IndexOf(instruction.Onbuild ?? instruction);
        return index < 0 ? Start : index == 0 ? Start : States[index - 1];
    }

    /// <summary>The settings after an instruction of this stage.</summary>
    public StageState StateAfter(InstructionSyntax instruction)
    {
        var index = IndexOf(instruction.Onbuild ?? instruction);
        return index < 0 ? Start : States[index];
    }

    private int IndexOf(InstructionSyntax instruction)
    {
        int low = 0, high = Instructions.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var difference = Instructions[middle].KeywordSpan.Start - instruction.KeywordSpan.Start;
            if (difference == 0)
            {
                return middle;
            }

            if (difference < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }
}
