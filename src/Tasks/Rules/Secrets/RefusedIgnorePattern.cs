using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// A line of the ignore file is not a valid pattern. BuildKit then does not build a Dockerfile that copies from the context.
/// </summary>
internal sealed class RefusedIgnorePattern : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4031", "A .dockerignore pattern is not valid", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Copies.IsEmpty || file.Facts.Context?.IgnoreFile is not { ForeignEncoding: null, Invalid.Count: > 0 } ignore) return;
        foreach (var invalid in ignore.Invalid)
        {
            findings.ReportIn(ignore.Source, ignore.Source.GetLineSpan(invalid.Line),
                $"'{MessageText.Cut(invalid.Text)}' is not a valid pattern: {invalid.Reason}. The builder refuses the whole file. "
                    + "Correct or remove the line.");
        }
    }
}
