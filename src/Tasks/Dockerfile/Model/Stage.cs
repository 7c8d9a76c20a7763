using System.Collections.Immutable;

namespace ContainerGuard.Dockerfile;

/// <summary>A FROM and the instructions up to the next one.</summary>
internal sealed class Stage
{
    internal Stage(int index, InstructionSyntax from)
    {
        Index = index;
        From = from;
        if (from.Arguments is [_, var word, var name] && word.Raw.Equals("as", StringComparison.OrdinalIgnoreCase))
            NameSyntax = name;
        Name = NameSyntax?.Text.ToLowerInvariant();
    }

    public int Index { get; }

    /// <summary>The name after AS in lower case, as BuildKit compares names; null if there is none.</summary>
    public string? Name { get; }

    public WordSyntax? NameSyntax { get; }

    /// <summary>The FROM; for a fragment an empty one before its first instruction.</summary>
    public InstructionSyntax From { get; }

    /// <summary>
    /// Whether this is no stage but the instructions before the first FROM, or all of them where there is none: BuildKit refuses them, and
    /// they are checked all the same, as on a base of which nothing is known.
    /// </summary>
    public bool IsFragment { get; internal init; }

    /// <summary>The base as written.</summary>
    public string BaseText => From.Arguments is [var image, ..] ? image.Text : "";

    public TextSpan BaseSpan => From.Arguments is [var image, ..] ? image.Span : new TextSpan(From.KeywordSpan.End, 0);

    /// <summary>The base with global arguments expanded.</summary>
    public Expansion Base { get; internal set; }

    /// <summary>--platform with global arguments expanded; null without the flag.</summary>
    public Expansion? Platform { get; internal set; }

    /// <summary>The earlier stage that this one continues; null when the base is an image or scratch.</summary>
    public Stage? Parent { get; internal set; }

    public bool IsScratch => Parent is null && Base.Text == "scratch";

    /// <summary>The stage at the root of the chain of parents: its base is an image or scratch.</summary>
    public Stage Root { get; internal set; } = null!;

    /// <summary>The stages that this one copies or mounts from, each once.</summary>
    public ImmutableArray<Stage> Sources { get; internal set; } = [];

    /// <summary>The instructions after FROM.</summary>
    public ImmutableArray<InstructionSyntax> Instructions { get; internal set; } = [];

    /// <summary>Whether this is the stage that is built: the target, or the last one.</summary>
    public bool IsFinal { get; internal set; }

    /// <summary>Whether the final stage needs it.</summary>
    public bool IsReachable { get; internal set; }

    /// <summary>What is set right after FROM (and after the triggers of the parent).</summary>
    public StageState Start { get; internal set; } = new();

    /// <summary>What is set at the end: what the image of this stage carries.</summary>
    public StageState End { get; internal set; } = new();

    internal StageState[] States { get; set; } = [];

    /// <summary>What is set before an instruction of this stage, or before the instruction that a trigger belongs to.</summary>
    public StageState StateBefore(InstructionSyntax instruction)
    {
        var index = IndexOf(instruction.Onbuild ?? instruction);
        return index < 0 ? Start : index == 0 ? Start : States[index - 1];
    }

    /// <summary>What is set after an instruction of this stage.</summary>
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
                return middle;
            if (difference < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }
}
