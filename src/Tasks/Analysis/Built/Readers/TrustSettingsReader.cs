using ContainerGuard.Inspection.Layers;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>
/// Settings that switch off a protection: package sources without signatures (apt, yum, dnf, apk), and sudo without a password.
/// </summary>
internal sealed class TrustSettingsReader : IFileReader
{
    public const string ReaderName = "trust/1";

    private const int Largest = 1 << 20;

    public string Name => ReaderName;

    public FileSink? Open(LayerEntry file)
    {
        if (file.Size > Largest || !file.Path.StartsWith("etc/", StringComparison.Ordinal)) return null;
        return ReaderOf(file.Path) is { } read
            ? new WholeFile(Largest, content => read(Lines(content)) is { } problem ? LosslessUtf8.Encode(problem) : null)
            : null;
    }

    private static Func<IEnumerable<string>, string?>? ReaderOf(string path) => path switch
    {
        "etc/sudoers" => Sudoers,
        "etc/apk/repositories" => null,
        _ when path.StartsWith("etc/sudoers.d/", StringComparison.Ordinal) => Sudoers,
        "etc/apt/sources.list" => AptSources,
        _ when path.StartsWith("etc/apt/sources.list.d/", StringComparison.Ordinal) => AptSources,
        _ when path.StartsWith("etc/apt/apt.conf", StringComparison.Ordinal) => AptSettings,
        "etc/yum.conf" or "etc/dnf/dnf.conf" => YumSources,
        _ when path.StartsWith("etc/yum.repos.d/", StringComparison.Ordinal) => YumSources,
        _ => null,
    };

    private static string? Sudoers(IEnumerable<string> lines) =>
        lines.FirstOrDefault(static line => line.Contains("NOPASSWD", StringComparison.Ordinal)) is { } line
            ? $"sudo:{line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0]}"
            : null;

    private static string? AptSources(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var compact = line.Replace(" ", "", StringComparison.Ordinal);
            if (compact.Contains("trusted=yes", StringComparison.OrdinalIgnoreCase)
                || compact.StartsWith("Trusted:yes", StringComparison.OrdinalIgnoreCase))
            {
                return "source:trusted=yes";
            }
        }

        return null;
    }

    private static string? AptSettings(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.Contains("AllowUnauthenticated", StringComparison.OrdinalIgnoreCase)
                || line.Contains("AllowInsecureRepositories", StringComparison.OrdinalIgnoreCase))
            {
                if (IsOn(line)) return $"source:{line.TrimEnd(';').Trim()}";
            }
        }

        return null;
    }

    private static string? YumSources(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var compact = line.Replace(" ", "", StringComparison.Ordinal);
            if (compact.Equals("gpgcheck=0", StringComparison.OrdinalIgnoreCase)
                || compact.Equals("gpgcheck=false", StringComparison.OrdinalIgnoreCase)
                || compact.Equals("gpgcheck=no", StringComparison.OrdinalIgnoreCase))
            {
                return $"source:{compact}";
            }
        }

        return null;
    }

    private static bool IsOn(string line) =>
        line.Contains("true", StringComparison.OrdinalIgnoreCase) || line.Contains("yes", StringComparison.OrdinalIgnoreCase)
        || line.Contains("\"1\"", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(ReadOnlyMemory<byte> content) =>
        LosslessUtf8.Decode(content.Span).Split('\n').Select(static line => line.Trim())
            .Where(static line => line.Length > 0 && line[0] != '#' && !line.StartsWith("//", StringComparison.Ordinal));
}
