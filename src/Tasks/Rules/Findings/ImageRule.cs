using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules;

/// <summary>
/// A check for one practice in a built image. Like a <see cref="Rule"/>, it is a pure function from what is understood to findings.
/// </summary>
internal abstract class ImageRule
{
    /// <summary>The code, title, severity and aliases.</summary>
    public abstract RuleDescriptor Descriptor { get; }

    /// <summary>Whether the rule needs the files of the image, and not only its configuration.</summary>
    public virtual bool NeedsFiles => true;

    /// <summary>Adds every violation in <paramref name="image"/> to <paramref name="findings"/>.</summary>
    public abstract void Check(ImageAnalysis image, ImageFindings findings);
}
