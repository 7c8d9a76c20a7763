using System.Collections.Immutable;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A label that the file sets.</summary>
/// <param name="Stage">The stage that sets it.</param>
/// <param name="Pair">Key and value as written.</param>
/// <param name="Key">The key; null if it contains a variable.</param>
/// <param name="Value">The value; null if it contains a variable, because the build may change that.</param>
/// <param name="Type">The required type of the value.</param>
/// <param name="KeyProblem">What is wrong with the key and how to fix it, as <see cref="LabelKey.Problem"/> says it; null for a valid
/// key.</param>
internal sealed record LabelUse(Stage Stage, KeyValueSyntax Pair, string? Key, string? Value, LabelType Type, string? KeyProblem)
{
    /// <summary>The span of the value, or of the key if no value is written.</summary>
    public TextSpan ValueSpan => Pair.Value is { Span.Length: > 0 } value ? value.Span : Pair.Key.Span;

    /// <summary>The labels of all stages, including those in ONBUILD, in source order.</summary>
    public static ImmutableArray<LabelUse> In(InstructionIndex instructions, LabelSchema schema)
    {
        var labels = ImmutableArray.CreateBuilder<LabelUse>();
        foreach (var (stage, outer, instruction) in instructions.Of(InstructionKind.Label))
        {
            foreach (var pair in instruction.Pairs) labels.Add(Read(pair, stage, outer, schema));
        }

        return labels.DrainToImmutable();
    }

    /// <summary>Whether the label has a value that must be of a type.</summary>
    public bool IsOf(LabelType type) => Type == type && Value is { Length: > 0 };

    private static LabelUse Read(KeyValueSyntax pair, Stage stage, InstructionSyntax instruction, LabelSchema schema)
    {
        var key = Expand(pair.Key, stage, instruction);
        var value = pair.Value is null ? null : TextOf(Expand(pair.Value, stage, instruction));
        if (TextOf(key) is { } text) return new LabelUse(stage, pair, text, value, schema.TypeOf(text), LabelKey.Problem(text));

        var problem =
            key.Undefined is [var name, ..] ? $"uses the variable '{name}', which this file does not define. Define it with ARG" : null;
        return new LabelUse(stage, pair, null, value, LabelType.Text, problem);
    }

    private static string? TextOf(Expansion expansion) => expansion is { HasVariables: false, Error: null } ? expansion.Text : null;

    private static Expansion Expand(WordSyntax word, Stage stage, InstructionSyntax instruction)
    {
        var escape = instruction.Root.EscapeCharacter;
        return WordExpander.NeedsExpansion(word.Raw, escape)
            ? stage.StateBefore(instruction).Expand(word, escape)
            : Expansion.Literal(word.RawText);
    }
}
