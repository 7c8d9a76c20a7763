using ContainerGuard.Files;

namespace ContainerGuard.Generation.Rust;

/// <summary>An application in a Cargo package or workspace.</summary>
/// <param name="Root">The folder with Cargo.lock, absolute: the package's, or the workspace's.</param>
/// <param name="Package">The package to build.</param>
/// <param name="Program">The program to ship.</param>
internal sealed record CargoApp(string Root, string Package, string Program)
{
    /// <summary>Whether the crates are in the repository, so that nothing is downloaded.</summary>
    public bool IsVendored { get; init; }

    /// <summary>Whether the project links its programs statically.</summary>
    public bool IsStatic { get; init; }

    /// <summary>Whether the project's configuration builds for a target, whose name is then a part of the output folder.</summary>
    public bool NamesTarget { get; init; }

    public required RustRelease Release { get; init; }

    /// <summary>The application of a project, or why it is not known, with the remedy.</summary>
    public static (CargoApp? App, Problem? Problem) Read(IFileSystem files, AppProject project)
    {
        if (CargoManifest.In(files, project.Directory) is not { } manifest)
        {
            return (null, new($"{project.Directory} has no Cargo.toml.", "Create it with 'cargo init'."));
        }

        if (manifest.Problem is { } invalid) return (null, invalid);
        var root = manifest.IsWorkspace ? project.Directory : CargoWorkspace.Above(files, project) ?? project.Directory;
        var release = RustRelease.Of(files, project.Directory == root ? [root] : [project.Directory, root], out var problem);
        if (release is null) return (null, problem);

        var packages = manifest.Package is { } own
            ? [new CargoPackage(project.Directory, own, manifest)]
            : CargoWorkspace.Packages(files, project.Directory, manifest);
        if (Choose(files, project, packages, out problem) is not { } chosen) return (null, problem);
        if (!files.FileExists(Path.Combine(root, "Cargo.lock")))
        {
            return (null, new(
                "Cargo.lock does not exist, so every build could use other crates.", "Run 'cargo generate-lockfile' and commit the file."));
        }

        var settings = CargoSettings.Of(files, chosen.Package.Folder, root);
        return (new(root, chosen.Package.Name, chosen.Program)
        {
            IsVendored = settings.IsVendored,
            IsStatic = settings.IsStatic,
            NamesTarget = settings.NamesTarget,
            Release = release,
        }, null);
    }

    /// <summary>The only program, else the one with the project's name, else the one that <c>cargo run</c> starts.</summary>
    private static (CargoPackage Package, string Program)? Choose(
        IFileSystem files, AppProject project, IReadOnlyList<CargoPackage> packages, out Problem? problem)
    {
        problem = null;
        var programs = packages.SelectMany(
            package => package.Manifest.Programs(files, package.Folder).Select(program => (Package: package, Program: program))).ToArray();
        if (programs is [var only]) return only;
        foreach (var program in programs)
        {
            if (program.Program.Equals(project.Name, StringComparison.OrdinalIgnoreCase)) return program;
        }

        if (packages is [{ Manifest.DefaultRun: { } standard } package] && programs.Any(program => program.Program == standard))
        {
            return (package, standard);
        }

        problem = programs.Length == 0
            ? new(
                "Cargo.toml has no program: no src/main.rs, no file in src/bin and no [[bin]].",
                "Move the project file to the package that you ship.")
            : new(
                $"Cargo.toml has several programs ({string.Join(", ", programs.Select(static program => program.Program))}), "
                    + "and none has the project's name.",
                $"Select one: <AssemblyName>{programs[0].Program}</AssemblyName>.");
        return null;
    }
}

/// <summary>A package of a workspace.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="Name">The package's name.</param>
/// <param name="Manifest">Its Cargo.toml.</param>
internal sealed record CargoPackage(string Folder, string Name, CargoManifest Manifest);
