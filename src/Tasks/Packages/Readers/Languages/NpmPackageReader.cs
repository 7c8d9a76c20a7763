using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>The installed packages of Node.js: the <c>package.json</c> of each folder below <c>node_modules</c>.</summary>
internal sealed class NpmPackageReader : IPackageReader
{
    private const string Modules = "node_modules/";

    public string Format => "a package.json";

    /// <summary>A <c>package.json</c> deeper inside a package only sets the kind of its modules.</summary>
    public bool Wants(string path)
    {
        if (!path.EndsWith("/package.json", StringComparison.Ordinal)) return false;
        var at = path.LastIndexOf(Modules, StringComparison.Ordinal);
        if (at < 0 || (at > 0 && path[at - 1] != '/')) return false;
        var name = path.AsSpan(at + Modules.Length);
        return name.Count('/') == (name[0] == '@' ? 2 : 1);
    }

    public void Read(PackageFile file, PackageFindings found)
    {
        using var document = JsonMembers.Parse(file.Content);
        var root = document.RootElement;
        var (name, version) = (PackageText.Clean(root.Text("name")), PackageText.Clean(root.Text("version")));
        if (name.Length == 0 || version.Length == 0) return;
        found.Add(new Package
        {
            Type = PackageType.Npm,
            Name = name,
            Version = version,
            Licenses = [.. Licenses(root)],
            DependsOn = [.. root.Member("dependencies").Members().Select(static need => need.Name)],
        });
    }

    /// <summary>A text, or the object and the list of older packages.</summary>
    private static IEnumerable<string> Licenses(JsonElement root)
    {
        var license = root.Member("license");
        if (license.Text() is { Length: > 0 } text) return [PackageText.Clean(text)];
        return new[] { license }.Concat(root.Member("licenses").Items())
            .Select(static one => PackageText.Clean(one.Text("type"))).Where(static type => type.Length > 0);
    }
}
