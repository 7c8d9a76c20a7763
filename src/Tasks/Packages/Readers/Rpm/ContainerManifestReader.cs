using System.Globalization;

namespace ContainerGuard.Packages.Readers.Rpm;

/// <summary>
/// The list of packages of Azure Linux's distroless images, which have no database: <c>var/lib/rpmmanifest/container-manifest-2</c>. A line
/// has, with tabs: name, version-release, install time, build time, vendor, epoch, size, architecture, epoch number, source package.
/// </summary>
internal sealed class ContainerManifestReader : IPackageReader
{
    public string Format => "a manifest of RPM packages";

    public bool Wants(string path) => path is "var/lib/rpmmanifest/container-manifest-2";

    public void Read(PackageFile file, PackageFindings found)
    {
        var damaged = 0;
        foreach (var line in PackageText.Lines(file.Content))
        {
            if (line.Length == 0) continue;
            if (line.Split('\t')
                is not [{ Length: > 0 } name, { Length: > 0 } version, _, _, var vendor, var epoch, _, var arch, .. var rest])
            {
                damaged++;
                continue;
            }

            // "(none)" or a number; the number alone is in the last field but one.
            if (!uint.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && (rest.Length == 0 || !uint.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out number)))
            {
                number = 0;
            }

            var dash = version.LastIndexOf('-');
            found.Add(RpmPackage.Of(
                PackageText.Clean(name), number, PackageText.Clean(dash < 0 ? version : version[..dash]),
                PackageText.Clean(dash < 0 ? "" : version[(dash + 1)..]), PackageText.Clean(arch),
                PackageText.Clean(rest.Length > 1 ? rest[1] : ""), PackageText.Clean(vendor)));
        }

        if (damaged > 0) throw new InvalidDataException($"{damaged} of its lines do not have ten fields");
    }
}
