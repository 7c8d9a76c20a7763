using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// COPY or ADD of a path that does not exist in the context. Files that another build creates before the image build are not reported.
/// </summary>
internal sealed class CopyMissingFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4012", "A COPY or ADD source is not in the build context", Severity.Error);

    public override void Check(RuleContext context)
    {
        if (context.Copies.IsEmpty || context.Facts.CertainContext is not { } files) return;

        foreach (var copy in context.Copies)
        {
            // A trigger runs in another build, with another context.
            if (copy.Instruction.Onbuild is not null) continue;
            foreach (var (path, span) in copy.Sources)
            {
                if (path.Length == 0 || !files.IsSent(path) || files.IsMadeByBuild(path)) continue;
                if (path.AsSpan().IndexOfAny("*?[\\") >= 0)
                {
                    if (IsRequired(path) && !files.MayHold(path)) ReportPattern(context, span);
                }
                else if (files.Find(path, out var folder) == false && !BuildProduct.IsOne(path))
                {
                    var near = files.NearestTo(path, folder);
                    var hint = near is null ? "Correct the path, or create the file before the image build." : $"Did you mean '{near}'?";
                    context.Report(span, $"'{context.Source.Slice(span)}' is not in the build context, so the build fails. {hint}",
                        near is not null || BuildProduct.IsWritten(path) ? null : Severity.Warning);
                }
            }
        }
    }

    private static void ReportPattern(RuleContext context, TextSpan span) => context.Report(span,
        $"'{context.Source.Slice(span)}' matches nothing in the build context, so nothing is copied. Correct or remove the pattern.",
        Severity.Warning);

    /// <summary>Whether a pattern must match. A star after a whole name (<c>yarn.lock*</c>) and a class for one letter mark an optional file.</summary>
    private static bool IsRequired(string pattern) =>
        pattern.AsSpan().IndexOfAny('[', '\\') < 0 && (!pattern.EndsWith('*') || pattern is [.., '/', '*']) && !BuildProduct.IsOne(pattern);
}
