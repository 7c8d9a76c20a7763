using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>A finding, ready to be logged: MSBuild's canonical form has all four positions.</summary>
/// <param name="Rule">What was violated.</param>
/// <param name="Severity">The effective severity, after level, lists and mode.</param>
/// <param name="File">The path as the person gave it.</param>
/// <param name="Start">First character, 1-based; null when the finding is about the file as a whole.</param>
/// <param name="End">One past the last character, 1-based.</param>
/// <param name="Message">What is wrong here, why it matters, what to write instead. One line, no secret value.</param>
internal sealed record Diagnostic(
    RuleDescriptor Rule,
    Severity Severity,
    string File,
    TextPosition? Start,
    TextPosition? End,
    string Message)
{
    /// <summary>The reason a person gave beside the suppression, or an empty string; null when the finding is not suppressed.</summary>
    public string? Suppression { get; init; }

    /// <summary>True where that stands in a file of its own, and not in the Dockerfile.</summary>
    public bool IsSuppressedOutside { get; init; }

    /// <summary>True for what is in the report only.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What tells the finding from others wherever it moves to in the file; null for what is not about the file's text.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Which of several findings with that fingerprint this is, from 1.</summary>
    public int Occurrence { get; init; }

    /// <summary>True for what BuildKit would refuse to build.</summary>
    public bool IsRefusedByBuildKit { get; init; }

    /// <summary>True for a practice that is an error where something ships, and a warning in a local build.</summary>
    public bool IsSoftenable { get; init; }

    /// <summary>The whole instruction, where the finding is on a later line of it than the first.</summary>
    public TextRegion? Instruction { get; init; }

    /// <summary>The edits to the file that put it right; null where a person has to think.</summary>
    public TextEdit[]? Fix { get; init; }

    /// <summary>The text that <see cref="Fix"/> edits; null where it edits nothing.</summary>
    public SourceText? Source { get; init; }
}
