using ContainerGuard.Context;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>Files that are made for credentials: <see cref="SensitiveFiles"/> judges them as in the build context.</summary>
internal sealed class SensitiveFilesReader : IFileReader
{
    public const string ReaderName = "sensitive/1";

    private const int Largest = 64 * 1024;

    public string Name => ReaderName;

    public FileSink? Open(LayerEntry file)
    {
        if (file.Size is 0 or > Largest || SecretPaths.AreLeftOut(file.Path) || IsOfSystem(file.Path)) return null;
        return SensitiveFiles.Classify(file.Path, static _ => null) is not null || NeedsText(LayerPath.NameOf(file.Path))
            ? new WholeFile(Largest, content =>
                SensitiveFiles.Classify(file.Path, _ => LosslessUtf8.Decode(content.Span)) is { } found
                    ? LosslessUtf8.Encode(found.Reason)
                    : null)
            : null;
    }

    /// <summary>The system has its own keys and settings, and packages have tests.</summary>
    private static bool IsOfSystem(string path) =>
        path.StartsWith("etc/ssl/", StringComparison.Ordinal) || path.StartsWith("usr/share/", StringComparison.Ordinal)
        || path.StartsWith("usr/lib/", StringComparison.Ordinal) || path.Contains("node_modules/", StringComparison.Ordinal)
        || path.Contains("site-packages/", StringComparison.Ordinal) || path.Contains("dist-packages/", StringComparison.Ordinal)
        || path.Contains("/gems/", StringComparison.Ordinal);

    private static bool NeedsText(ReadOnlySpan<char> name) =>
        name is ".npmrc" or ".yarnrc.yml" or ".pypirc" or "settings.xml" || name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".pem") || name.EndsWith(".key") || name.EndsWith(".ppk");
}
