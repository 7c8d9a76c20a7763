using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// COPY or ADD of a path that the context does not hold. What a build makes before the image's is not missing yet, so it is left alone.
/// </summary>
internal sealed class CopyMissingFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4012", "COPY or ADD takes what the build context does not hold", Severity.Error);

    public override void Check(RuleContext context)
    {
        if (context.Copies.IsEmpty || context.Facts.CertainContext is not { } files) return;

        foreach (var copy in context.Copies)
        {
            // A trigger runs in another build, with a context of its own.
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
                    var hint = near is null ? "Name a file that is there, or make it before the image is built." : $"Is '{near}' meant?";
                    context.Report(span, $"'{context.Source.Slice(span)}' is not in the build context, so the build fails here. {hint}",
                        near is not null || BuildProduct.IsWritten(path) ? null : Severity.Warning);
                }
            }
        }
    }

    private static void ReportPattern(RuleContext context, TextSpan span) => context.Report(span,
        $"'{context.Source.Slice(span)}' matches nothing in the build context, so nothing is copied, and the build goes on without it. Correct the pattern, or take it out.",
        Severity.Warning);

    /// <summary>A star behind a whole name (<c>yarn.lock*</c>) and a class around one letter say: if it is there.</summary>
    private static bool IsRequired(string pattern) =>
        pattern.AsSpan().IndexOfAny('[', '\\') < 0 && (!pattern.EndsWith('*') || pattern is [.., '/', '*']) && !BuildProduct.IsOne(pattern);
}
