using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>A finding, ready to be logged.</summary>
/// <param name="Rule">The violated rule.</param>
/// <param name="Severity">The effective severity, after level, lists and mode.</param>
/// <param name="File">The path as the user wrote it.</param>
/// <param name="Start">The first character, 1-based; null if the finding is about the whole file.</param>
/// <param name="End">The position after the last character, 1-based.</param>
/// <param name="Message">The fact and the remedy, on one line, without secret values.</param>
internal sealed record Diagnostic(
    RuleDescriptor Rule,
    Severity Severity,
    string File,
    TextPosition? Start,
    TextPosition? End,
    string Message)
{
    /// <summary>The reason in the suppression, or an empty string; null if the finding is not suppressed.</summary>
    public string? Suppression { get; init; }

    /// <summary>Whether the suppression is in a file other than the Dockerfile.</summary>
    public bool IsSuppressedOutside { get; init; }

    /// <summary>Whether the finding appears only in the report, not in the log.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether a person has to act on it: it is neither suppressed nor excluded from the log.</summary>
    public bool IsOpen => Suppression is null && !IsSilent;

    /// <summary>Identifies the finding, also after it moves in the file; null if the finding is not about the text of the file.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The number of the finding among those with the same fingerprint, from 1.</summary>
    public int Occurrence { get; init; }

    /// <summary>The place in an inspected image; null for a finding in a file.</summary>
    public ImageSite? Image { get; init; }

    /// <summary>Whether BuildKit refuses to build the file because of this.</summary>
    public bool IsRefusedByBuildKit { get; init; }

    /// <summary>True for a practice that is an error where something ships, and a warning in a local build.</summary>
    public bool IsSoftenable { get; init; }

    /// <summary>The whole instruction, if the finding is not on its first line.</summary>
    public TextRegion? Instruction { get; init; }

    /// <summary>The edits that fix the finding; null if it must be fixed by hand.</summary>
    public TextEdit[]? Fix { get; init; }

    /// <summary>
    /// Whether a fix of the file can fix the finding. The fix of an image without a digest is not an edit of the text alone: the digest is
    /// looked up first.
    /// </summary>
    public bool IsFixable => Fix is not null || Rule.Id == "CG2003";

    /// <summary>The text that <see cref="Fix"/> edits; null without a fix.</summary>
    public SourceText? Source { get; init; }
}
