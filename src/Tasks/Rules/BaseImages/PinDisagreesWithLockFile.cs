using ContainerGuard.Dockerfile;
using ContainerGuard.Pinning;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>A reference carries a digest, and the lock file has another one for the same tag: one of them was updated, the other forgotten.</summary>
internal sealed class PinDisagreesWithLockFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2009", "A digest in the file is not the one in the lock file", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Facts.Pinning == PinningMode.Off) return;

        foreach (var image in UsedImage.FrontendOf(context.Model) is { } frontend ? context.Images.Add(frontend) : context.Images)
        {
            if (image.Reference is not { Digest: { } written, Tag: not null } || context.Facts.Locked(image.Reference) is not { } locked || locked.Digest == written) continue;

            context.Report(image.Use.Span,
                $"{image.Name} is pinned to {written} here, and the lock file has {locked.Digest} for the same tag, so what is built depends on which of them is read. Write the lock file's, or take its entry out and pin anew with 'dotnet build -t:ContainerGuardPin'.",
                fix: FixOf(image, locked.Digest.ToString(), context.Source));
        }
    }

    /// <summary>The lock file's digest, where the one in the file is written out: the lock file is what updates move.</summary>
    private static TextEdit[]? FixOf(UsedImage image, string digest, SourceText source)
    {
        var written = image.Reference.Digest!.ToString();
        var at = source.AsSpan(image.Use.Span).IndexOf(written, StringComparison.Ordinal);
        return at < 0 || image.Use.HasVariables ? null : [new TextEdit(new TextSpan(image.Use.Span.Start + at, written.Length), digest)];
    }
}
