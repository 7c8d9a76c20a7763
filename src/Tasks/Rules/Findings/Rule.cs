using ContainerGuard.Analysis;

namespace ContainerGuard.Rules;

/// <summary>
/// A check for one practice. A rule is a pure function from what is understood of a file to findings: it does not access the disk, the
/// network or the clock. Tests therefore need only a text and the expected findings, and rules can run in parallel.
/// </summary>
internal abstract class Rule
{
    /// <summary>The code, title, severity and aliases.</summary>
    public abstract RuleDescriptor Descriptor { get; }

    /// <summary>Whether the rule reads the findings of other rules, and therefore runs after them.</summary>
    public virtual bool ReadsFindings => false;

    /// <summary>Adds every violation in <paramref name="file"/> to <paramref name="findings"/>.</summary>
    public abstract void Check(FileAnalysis file, Findings findings);
}
