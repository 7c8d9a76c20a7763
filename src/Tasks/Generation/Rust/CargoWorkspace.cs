using ContainerGuard.Files;

namespace ContainerGuard.Generation.Rust;

/// <summary>A workspace of packages, which share Cargo.lock (doc.rust-lang.org/cargo/reference/workspaces.html).</summary>
internal static class CargoWorkspace
{
    /// <summary>
    /// The folder of the workspace that a project is a member of, absolute: the nearest one above it in the context; null without a
    /// workspace.
    /// </summary>
    public static string? Above(
        IFileSystem files, AppProject project) => ContextPath.Upward(project.Directory, project.ContextDirectory).Skip(1)
        .FirstOrDefault(folder => CargoManifest.In(files, folder) is { IsWorkspace: true } workspace
            && Folders(files, folder, workspace).Contains(ContextPath.Relative(folder, project.Directory)!));

    /// <summary>The packages of a workspace, in the order of its manifest.</summary>
    public static IReadOnlyList<CargoPackage> Packages(IFileSystem files, string folder, CargoManifest workspace)
    {
        var packages = new List<CargoPackage>();
        foreach (var member in Folders(files, folder, workspace))
        {
            var path = Path.Combine(folder, member);
            if (CargoManifest.In(files, path) is { Package: { } name } manifest) packages.Add(new(path, name, manifest));
        }

        return packages;
    }

    /// <summary>The folders of the members, relative to the workspace. A last part that is a star matches every folder.</summary>
    private static IEnumerable<string> Folders(IFileSystem files, string folder, CargoManifest workspace)
    {
        foreach (var member in workspace.Members)
        {
            var path = member.Trim('/');
            if (!path.EndsWith('*'))
            {
                yield return path;
                continue;
            }

            var parent = ContextPath.Folder(path);
            var start = path[(parent.Length == 0 ? 0 : parent.Length + 1)..^1];
            foreach (var entry in files.List(Path.Combine(folder, parent)).OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            {
                if (entry.Kind == FileKind.Directory && entry.Name.StartsWith(start, StringComparison.Ordinal))
                {
                    yield return parent.Length == 0 ? entry.Name : $"{parent}/{entry.Name}";
                }
            }
        }
    }
}
