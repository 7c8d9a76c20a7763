using System.Collections.Immutable;

namespace ContainerGuard.Dockerfile;

/// <summary>The outcome of expanding a word.</summary>
/// <param name="Text">The text, undefined variables taken as empty; empty after an error.</param>
/// <param name="IsKnown">False when the text depends on a variable that this file does not tell.</param>
/// <param name="Used">The variables that were found and set.</param>
/// <param name="Undefined">The variables that nothing sets or declares, in the order met; each once.</param>
/// <param name="Error">Why BuildKit refuses the word, or null.</param>
internal readonly record struct Expansion(
    string Text, bool IsKnown, ImmutableArray<string> Used, ImmutableArray<string> Undefined, string? Error)
{
    /// <summary>Whether the word names a variable at all, one that is declared and not set included.</summary>
    public bool HasVariables { get; init; }

    public static Expansion Literal(string text) => new(text, IsKnown: true, [], [], Error: null);
}
