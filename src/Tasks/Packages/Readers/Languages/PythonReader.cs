namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>
/// The metadata of installed Python packages (packaging.python.org, "Core metadata specifications"): <c>METADATA</c> in a
/// <c>.dist-info</c> folder, <c>PKG-INFO</c> in an <c>.egg-info</c> folder, or an <c>.egg-info</c> file.
/// </summary>
internal sealed class PythonReader : IPackageReader
{
    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Name", "Version", "License", "License-Expression", "Author",
    };

    public string Format => "metadata of a Python package";

    public bool Wants(string path) => path.EndsWith(".dist-info/METADATA", StringComparison.Ordinal)
        || path.EndsWith(".egg-info/PKG-INFO", StringComparison.Ordinal)
        || path.EndsWith("EGG-INFO/PKG-INFO", StringComparison.Ordinal)
        || path.EndsWith(".egg-info", StringComparison.Ordinal);

    public void Read(PackageFile file, PackageFindings found)
    {
        // The description follows the headers after a blank line.
        var fields = ControlFile.Paragraphs(file.Content, Fields).FirstOrDefault();
        var (name, version) = (PackageText.Clean(Field("Name")), PackageText.Clean(Field("Version")));
        if (name.Length == 0 || version.Length == 0) throw new InvalidDataException("it does not have a name and a version");
        var license = Field("License-Expression") is { Length: > 0 } expression ? expression : Field("License").Split('\n')[0];
        found.Add(new Package
        {
            Type = PackageType.PyPi,
            Name = name,
            Version = version,
            Licenses = license is "" or "UNKNOWN" ? [] : [PackageText.Clean(license)],
        });

        string Field(string field) => fields?.GetValueOrDefault(field) ?? "";
    }
}
