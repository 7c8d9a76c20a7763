using System.Globalization;
using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// The whole context is copied, and it has more files or deeper folders than the check reads, so that a secret in it may be missed.
/// </summary>
internal sealed class ContextBeyondLimits : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4032", "The build context is too large to be checked", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.Context is not { } context) return;
        foreach (var copy in file.Copies)
        {
            if (copy.Everything is not { } source || context.Whole is not { IsComplete: false } whole) continue;
            var most = whole.MostEntries.ToString("N0", CultureInfo.InvariantCulture);
            findings.Report(source.Span,
                $"The context exceeds {most} files or {whole.MostLevels} folder levels, so secrets in the rest are not found. "
                    + "Exclude folders that the build does not need in .dockerignore.");

            // Another COPY of the whole context copies the same files.
            return;
        }
    }
}
