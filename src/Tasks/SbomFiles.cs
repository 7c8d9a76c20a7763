using System.Globalization;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Packages.Sbom;
using ContainerGuard.Registry;

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

    /// <summary>What a report says of packages that are missing.</summary>
    /// <param name="unread">The files that could not be read.</param>
    public static string Lacks(string unread) => $"The bill of materials lacks the packages of {unread}.";

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
            if (TextFile.Write(path, content, "SBOM") is { } problem) return (path, problem);

            _written.Add((format, path, content));
        }

        return null;
    }

    /// <summary>Pushes the files of the last <see cref="Write"/> as referrers of an image.</summary>
    /// <returns>Each file with the digest of its manifest.</returns>
    /// <exception cref="RegistryException">The registry refuses one.</exception>
    public IEnumerable<(string File, ImageDigest Digest)> Push(
        ImageReference image, RegistryOptions options, CancellationToken cancellationToken)
    {
        using var pusher = new ReferrerPusher(image, options);
        foreach (var (format, path, content) in _written)
        {
            var referrer = new Referrer(format.MediaType, Path.GetFileName(path), content);
            yield return (referrer.FileName, pusher.PushAsync(referrer, cancellationToken).GetAwaiter().GetResult());
        }
    }
}
