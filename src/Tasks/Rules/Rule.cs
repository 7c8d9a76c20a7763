namespace ContainerGuard.Rules;

/// <summary>
/// A practice that a Dockerfile keeps or violates. A rule is a pure function from the model and the facts to findings: it touches no
/// disk, no network and no clock, so it is tested as text in, findings out, and rules may run side by side.
/// </summary>
internal abstract class Rule
{
    /// <summary>Identity, severity and aliases.</summary>
    public abstract RuleDescriptor Descriptor { get; }

    /// <summary>Whether it looks at what the other rules have found, and so comes after them.</summary>
    public virtual bool ReadsFindings => false;

    /// <summary>Reports every violation in the file that <paramref name="context"/> holds.</summary>
    public abstract void Check(RuleContext context);
}
