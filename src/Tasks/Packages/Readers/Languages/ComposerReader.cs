using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>
/// The packages that Composer installed (composer, src/Composer/Repository/FilesystemRepository.php):
/// <c>vendor/composer/installed.json</c>, a list in version 1.
/// </summary>
internal sealed class ComposerReader : IPackageReader
{
    public string Format => "a list of Composer's packages";

    public bool Wants(string path) =>
        path is "composer/installed.json" || path.EndsWith("/composer/installed.json", StringComparison.Ordinal);

    public void Read(PackageFile file, PackageFindings found)
    {
        using var document = JsonMembers.Parse(file.Content);
        var root = document.RootElement;
        var development = root.Member("dev-package-names").Items().Select(static name => name.Text())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var package in (root.ValueKind == JsonValueKind.Array ? root : root.Member("packages")).Items())
        {
            var (name, version) = (PackageText.Clean(package.Text("name")), PackageText.Clean(package.Text("version")));
            if (name.Length == 0 || version.Length == 0) continue;
            found.Add(new Package
            {
                Type = PackageType.Composer,
                Name = name,
                Version = version,
                Licenses = [.. package.Member("license").Items().Select(static one => PackageText.Clean(one.Text()))],
                IsDevelopment = development.Contains(name),
                DependsOn =
                [
                    .. package.Member("require").Members().Select(static need => need.Name)
                        .Where(static need => need.Contains('/')),
                ],
            });
        }
    }
}
