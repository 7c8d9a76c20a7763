using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>
/// The owner of a tag, or an attacker, can move it to another image; a digest cannot move. Hadolint has no such rule (#773).
/// </summary>
internal sealed class NotPinnedByDigest : Rule
{
    private const string Command = "Run 'dotnet build -t:ContainerGuardFix' to pin";

    public override RuleDescriptor Descriptor { get; } = new("CG2003", "An image is not pinned by digest", Severity.Error)
    {
        AppliesToCompose = true,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.Pinning == PinningMode.Off) return;

        if (ReferencedImage.FrontendOf(file.Model, file.Facts.Mirrors) is { Reference.Digest: null } frontend
            && !IsHeld(frontend, file.Facts))
        {
            // The frontend is not part of the image, and its maintainers move the tag on purpose.
            findings.Report(
                frontend.Use.Span, $"The frontend {frontend.Name} is not pinned by digest. {Remedy(frontend, file.Facts)}",
                Severity.Message, fix: FixOf(frontend, file));
        }

        // A stack of services is started by its own people, and its images are not part of what is built here.
        Severity? severity = file.Facts.Pinning == PinningMode.Prefer || file.Model.Compose is not null ? Severity.Warning : null;
        var unpinned = file.Images.Where(image => image.Reference.Digest is null && !IsHeld(image, file.Facts)).ToList();
        if (unpinned.Count > 1
            && unpinned.TrueForAll(image => file.Facts.Locked(image.Reference) is null && !IsSuppressed(image, findings)))
        {
            // Nothing is locked yet: one command pins them all, so they are one finding.
            findings.Report(unpinned[0].Use.Span, $"{unpinned[0].Name} and {unpinned.Count - 1} more "
                + $"{(unpinned.Count == 2 ? "image" : "images")} are not pinned by digest. {CommandFor(file.Facts)} them.", severity);
            return;
        }

        foreach (var image in unpinned)
        {
            findings.Report(
                image.Use.Span, $"{image.Name} is not pinned by digest. {Remedy(image, file.Facts)}", severity, fix: FixOf(image, file));
        }
    }

    /// <summary>Whether the build is made to use the digest of the lock file, so that the reference can stay as it is.</summary>
    private static bool IsHeld(ReferencedImage image, FileFacts facts) =>
        facts.Pinning == PinningMode.Lock && facts.Locked(image.Reference) is not null;

    private static string CommandFor(FileFacts facts) =>
        facts.Pinning == PinningMode.Lock ? "Run 'dotnet build -t:ContainerGuardPin' to lock" : Command;

    /// <summary>A suppression is about one instruction, and must not silence the finding about the others.</summary>
    private bool IsSuppressed(ReferencedImage image, Findings findings) =>
        findings.Suppressions.Find(Descriptor, image.Use.Span.Start) is not null;

    /// <summary>The digest after a literal tag, and the mirror's name if it goes into files.</summary>
    private static TextEdit[]? FixOf(ReferencedImage image, FileAnalysis file)
    {
        if (file.Facts.Locked(image.Reference) is not { } locked
            || image is not { Use.HasVariables: false, Reference.Tag: not null }
            || !file.Source.AsSpan(image.Use.Span).SequenceEqual(image.Use.Text))
        {
            return null;
        }

        var name = NameOf(image, file.Facts);
        return name.Name == image.Reference.Name
            ? Edits.Insert(image.Use.Span.End, $"@{locked.Digest}")
            : Edits.Replace(image.Use.Span, name.WithDigest(locked.Digest).Familiar);
    }

    private static string Remedy(ReferencedImage image, FileFacts facts)
    {
        if (facts.Locked(image.Reference) is not { } locked) return $"{CommandFor(facts)} it.";

        // Without a tag the pin would be unreadable (CG2004), so the implied tag is written out.
        var pinned = NameOf(image, facts).WithTag(image.Reference.EffectiveTag).WithDigest(locked.Digest).Familiar;

        // A digest has priority over the tag: after a variable tag it would disable the variable.
        return !image.Use.HasVariables ? $"Write '{pinned}'."
            : image.Use.Kind == ImageUseKind.Service ? $"Use one variable with a default for the whole reference: '${{IMAGE:-{pinned}}}'."
            : $"Put the whole reference into one ARG with the default '{pinned}'.";
    }

    private static ImageReference NameOf(ReferencedImage image, FileFacts facts) =>
        facts.MirrorInFiles ? facts.Mirrors.Apply(image.Reference) : image.Reference;
}
