using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Scanning;

/// <summary>One finding of a scan: all vulnerabilities of one package.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">Before level, lists and mode.</param>
/// <param name="File">The file where the user can act, absolute.</param>
/// <param name="At">The place in it; null if it is not known.</param>
/// <param name="Message">The fact and the remedy.</param>
internal sealed record ScanFinding(RuleDescriptor Rule, Severity Severity, string File, TextPosition? At, string Message)
{
    /// <summary>The place in an image; null for a package of the project.</summary>
    public ImageSite? Image { get; init; }
}
