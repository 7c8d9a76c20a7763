using System.Collections.Immutable;

namespace ContainerGuard.Dockerfile;

/// <summary>The result of expanding a word.</summary>
/// <param name="Text">The text, with empty values for undefined variables; empty after an error.</param>
/// <param name="IsKnown">False if the text depends on a variable whose value is not in this file.</param>
/// <param name="Used">The variables in the word that have a value.</param>
/// <param name="Undefined">The variables in the word that are neither set nor declared, in order, each once.</param>
/// <param name="Error">Why BuildKit refuses the word; null for a valid word.</param>
internal readonly record struct Expansion(
    string Text, bool IsKnown, ImmutableArray<string> Used, ImmutableArray<string> Undefined, string? Error)
{
    /// <summary>Whether the word contains a variable, including one that is declared but not set.</summary>
    public bool HasVariables { get; init; }

    public static Expansion Literal(string text) => new(text, IsKnown: true, [], [], Error: null);
}
