namespace ContainerGuard;

/// <summary>
/// Where the version of a package reference is written: in the project, or in <c>Directory.Packages.props</c> and the other
/// <c>Directory.*</c> files of its folder and those above.
/// </summary>
internal static class PackagePlaces
{
    private const string Prefix = "Package";

    /// <summary>The files in which a place is searched: another one can change it.</summary>
    /// <param name="project">The project with the reference, absolute.</param>
    public static IReadOnlyList<string> FilesOf(string project) => ContainerPlaces.FilesInOrder(project);

    /// <summary>The place; the project without a line if another file has the reference.</summary>
    /// <param name="project">The project with the reference, absolute.</param>
    /// <param name="package">The package.</param>
    public static SettingPlace Of(string project, string package)
    {
        var uses = FilesOf(project).SelectMany(static file => SettingUse.In(file, Prefix))
            .Where(use => use.Kind == SettingKind.Item && Names(use).Contains(package, StringComparer.OrdinalIgnoreCase)).ToList();
        var reference = Last(uses, "PackageReference");
        if (reference is not null && reference.Metadata.Exists(static one => one.Name is "Version" or "VersionOverride"))
        {
            return reference.Place;
        }

        return (Last(uses, "PackageVersion") ?? reference)?.Place ?? new SettingPlace(project, 0, 0);
    }

    private static SettingUse? Last(List<SettingUse> uses, string type) =>
        uses.FindLast(use => use.Name.Equals(type, StringComparison.OrdinalIgnoreCase));

    private static string[] Names(SettingUse use) => use.Value.Split(';', StringSplitOptions.TrimEntries);
}
