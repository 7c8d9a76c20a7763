using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>A finding before suppressions and levels are applied.</summary>
/// <param name="Rule">The violated rule.</param>
/// <param name="Span">The smallest part of the text that shows the violation.</param>
/// <param name="Message">The fact and the remedy.</param>
/// <param name="Severity">The severity that the rule reports.</param>
/// <param name="IsRefusedByBuildKit">Whether the builder refuses to build the file because of this.</param>
/// <param name="Fix">The edits that certainly fix the violation; null if it must be fixed by hand.</param>
/// <param name="Elsewhere">The other file that contains the finding; null for the Dockerfile.</param>
/// <param name="Fixed">The other file that the fix changes; null for the file that contains the finding.</param>
internal sealed record RawFinding(
    RuleDescriptor Rule,
    TextSpan Span,
    string Message,
    Severity Severity,
    bool IsRefusedByBuildKit,
    TextEdit[]? Fix,
    SourceText? Elsewhere = null,
    SourceText? Fixed = null);
