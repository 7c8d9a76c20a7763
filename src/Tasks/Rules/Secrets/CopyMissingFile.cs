using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// COPY or ADD of a path that does not exist in the context. Files that another build creates before the image build are not reported.
/// </summary>
internal sealed class CopyMissingFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4012", "A COPY or ADD source is not in the build context", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Copies.IsEmpty || file.Facts.CertainContext is not { } files) return;

        foreach (var copy in file.Copies)
        {
            // A trigger runs in another build, with another context.
            if (copy.Instruction.Onbuild is not null) continue;
            foreach (var (path, span) in copy.Sources)
            {
                if (path.Length == 0 || !files.IsSent(path) || files.IsMadeByBuild(path)) continue;
                if (path.AsSpan().IndexOfAny("*?[\\") >= 0)
                {
                    if (IsRequired(path) && !files.MayHold(path)) ReportPattern(file, findings, span);
                }
                else if (files.Find(path, out var folder) == false && !BuildProduct.IsOne(path))
                {
                    var near = files.NearestTo(path, folder);
                    var hint = near is null ? "Correct the path, or create the file before the image build." : $"Did you mean '{near}'?";
                    findings.Report(span,
                        $"'{file.Source.Slice(span)}' is not in {ContextPaths.NameOf(file.Facts)}, so the build fails. {hint}",
                        near is not null || BuildProduct.IsWritten(path) ? null : Severity.Warning);
                }
            }
        }
    }

    private static void ReportPattern(FileAnalysis file, Findings findings, TextSpan span) => findings.Report(span,
        $"'{file.Source.Slice(span)}' matches nothing in {ContextPaths.NameOf(file.Facts)}, so nothing is copied. "
            + "Correct or remove the pattern.",
        Severity.Warning);

    /// <summary>
    /// Whether a pattern must match. A star after a whole name (<c>yarn.lock*</c>) and a class for one letter mark an optional file.
    /// </summary>
    private static bool IsRequired(string pattern) =>
        pattern.AsSpan().IndexOfAny('[', '\\') < 0 && (!pattern.EndsWith('*') || pattern is [.., '/', '*']) && !BuildProduct.IsOne(pattern);
}
