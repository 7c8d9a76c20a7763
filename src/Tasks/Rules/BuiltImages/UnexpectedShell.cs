using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The base image promises that there is no shell, and our layers add one.</summary>
internal sealed class UnexpectedShell : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8030", "The image adds a shell to a distroless base", Severity.Warning);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (!PromisesNoShell(image)) return;
        findings.ReportFiles(
            image.OwnFiles(static file =>
                file.Name is "sh" or "bash" or "busybox"
                && file.Path is "bin/sh" or "usr/bin/sh" or "bin/bash" or "usr/bin/bash" or "bin/busybox" or "busybox/sh"),
            static (files, count) => $"{files} {(count == 1 ? "is a shell" : "are shells")}, but the base image intentionally has "
                + "none. Remove the shell, or choose another base image.");
    }

    private static bool PromisesNoShell(ImageAnalysis image) =>
        image.Inputs.Expectations.Any(static expectation => expectation.Kind == ExpectationKind.NoShell)
        || ((image.Inputs.Base?.Reference ?? image.Inputs.Dockerfile?.Image?.Base) is { } known && IsDistroless(known));

    private static bool IsDistroless(ImageReference image) =>
        image.Repository.Contains("distroless", StringComparison.Ordinal) && image.Tag?.Contains("debug", StringComparison.Ordinal) != true
        || image.Tag?.Contains("distroless", StringComparison.Ordinal) == true
            || image.Tag?.Contains("chiseled", StringComparison.Ordinal) == true;
}
