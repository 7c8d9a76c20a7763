using System.Globalization;
using ContainerGuard.Files;
using ContainerGuard.Packages.Sbom;

namespace ContainerGuard;

/// <summary>Writes the bills of materials that <c>ContainerGuardSbom</c> asks for.</summary>
/// <param name="setting"><c>ContainerGuardSbom</c>.</param>
/// <param name="epoch"><c>ContainerGuardSourceDateEpoch</c>.</param>
/// <param name="folder">The folder of generated files below obj, absolute: nothing in it ships.</param>
internal sealed class SbomFiles(string setting, string epoch, string folder)
{
    private readonly List<(SbomFormat Format, string Path, byte[] Content)> _written = [];

    public IReadOnlyList<SbomFormat> Formats { get; } = SbomFormat.Of(setting);

    public bool AreWanted => Formats.Count > 0;

    /// <summary>The time that the project sets; null for none.</summary>
    public DateTimeOffset? Time => long.TryParse(epoch.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : null;

    /// <summary>The files of the last <see cref="Write"/>.</summary>
    public IReadOnlyList<(SbomFormat Format, string Path, byte[] Content)> Written => _written;

    /// <summary>Writes a file for each format.</summary>
    /// <param name="subject">What they are about.</param>
    /// <param name="stem">The names of the files without their endings.</param>
    /// <returns>The file that cannot be written, and why; null if all are written.</returns>
    public (string Path, string Problem)? Write(SbomSubject subject, string stem)
    {
        _written.Clear();
        foreach (var format in Formats)
        {
            var content = format.Write(subject);
            var path = Path.Combine(folder, stem + format.Ending);
            // The same bytes leave the file, and what depends on it, as they are.
            if (!IsWritten(path, content) && TextFile.Write(path, stream => stream.Write(content), "SBOM") is { } problem)
            {
                return (path, problem);
            }

            _written.Add((format, path, content));
        }

        return null;
    }

    private static bool IsWritten(string path, byte[] content)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
