using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Contents;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Analysis.Built;

/// <summary>The readers of files whose notes the rules need. They share one pass over each layer.</summary>
internal static class ImageReaders
{
    public static IReadOnlyList<IFileReader> All { get; } =
    [
        new SystemFiles(InspectionLimits.Default.LargestText), new ProgramReader(), new OwnedFilesReader(), new TrustSettingsReader(),
        new SensitiveFilesReader(), new SecretReader(), new PackageFileReader(),
    ];
}
