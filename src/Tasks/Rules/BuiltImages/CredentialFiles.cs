using ContainerGuard.Analysis.Built;
using ContainerGuard.Analysis.Built.Readers;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Our layers have a file that is made for credentials: its name, or its text where the name does not decide.</summary>
internal sealed class CredentialFiles : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8038", "The image contains a file with credentials", Severity.Warning)
    {
        Aliases = ["dockle:CIS-DI-0010"],
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        findings.ReportPaths(
            image.NotesInOwnLayers(SensitiveFilesReader.ReaderName).Where(found => !image.IsOwnedByPackage(found.File.Path))
                .Select(static found => new PathInLayer(found.Layer, found.File.Path)),
            static (files, count) => $"{files} {(count == 1 ? "contains" : "contain")} credentials or settings of one environment. "
                + "Add these files to .dockerignore, and pass the values when the container starts.");
    }
}
