using ContainerGuard.Analysis;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>The ignore file is not UTF-8. Builders read it as UTF-8, so its patterns match nothing, and all files are sent.</summary>
internal sealed class IgnoreFileEncoding : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4030", "The .dockerignore file is not encoded in UTF-8", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.Context?.IgnoreFile is not { ForeignEncoding: { } encoding } ignore) return;
        findings.ReportIn(ignore.Source, new TextSpan(0, 1),
            $"The file is encoded in {encoding}. Builders read it as UTF-8, so its patterns match nothing. Save it as UTF-8.");
    }
}
