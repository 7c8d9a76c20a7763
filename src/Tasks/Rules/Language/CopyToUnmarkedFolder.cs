using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// COPY or ADD of several sources to a destination without a final slash (Dockerfile reference, COPY: "must be a directory, and it must end
/// with a slash"). BuildKit accepts it, but other builders refuse it.
/// </summary>
internal sealed class CopyToUnmarkedFolder : Rule
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG1004", "COPY with multiple sources needs a destination ending in /", Severity.Warning)
    {
        Aliases = ["hadolint:DL3021", "trivy:DS-0011", "kics:Copy With More Than Two Arguments Not Ending With Slash"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, outer, instruction) in file.Instructions.Of(InstructionKind.Copy, InstructionKind.Add))
        {
            if (instruction is not { Sources.Length: > 1, Destination: { } target }) continue;
            if (IsFolder(stage.StateBefore(outer).Expand(target, file.Syntax.EscapeCharacter))) continue;

            var keyword = instruction.Kind.ToKeyword();
            findings.Report(file.FromFirstLine(instruction, target.Span),
                $"{keyword} has {instruction.Sources.Length} sources, so the destination '{target.Value}' must end with a slash. "
                    + $"Write '{target.Value}/'.",
                fix: Edits.Extend(target, "/"));
        }
    }

    /// <summary>Whether a destination is certainly a directory, or may be one because its end is unknown.</summary>
    private static bool IsFolder(Expansion target) =>
        target.Error is not null || target.Text is "" or "." or ".." || target.Text[^1] is '/' or '\\'
        || target.Text.EndsWith("/.", StringComparison.Ordinal) || target.Text.EndsWith("/..", StringComparison.Ordinal)
        || !target.IsKnown || !target.Undefined.IsEmpty;
}
