using ContainerGuard.Files;

namespace ContainerGuard.Generation.Java;

/// <summary>
/// The modules that Maven builds together, and the module that is the application
/// (maven.apache.org/guides/mini/guide-multiple-modules.html).
/// </summary>
internal sealed class MavenReactor
{
    private readonly IFileSystem _files;
    private readonly AppProject _project;
    private readonly List<MavenModule> _modules = [];
    private MavenModule? _aggregator;

    /// <param name="files">The disk.</param>
    /// <param name="project">The project, beside a pom.xml.</param>
    public MavenReactor(IFileSystem files, AppProject project)
    {
        _files = files;
        _project = project;
        if (Load(project.Directory) is not { } own || !FindAggregator(own) || !AddModules(_aggregator!)) return;
        Application = own.Pom.Packaging == "pom" ? Choose(own) : own;
    }

    /// <summary>Why <see cref="Application"/> is null, with the remedy.</summary>
    public Problem? Problem { get; private set; }

    public MavenModule? Application { get; private set; }

    /// <summary>All modules, including the application.</summary>
    public IReadOnlyList<MavenModule> Modules => _modules;

    /// <summary>Whether one pom.xml builds several modules.</summary>
    public bool IsAggregated => _modules.Count > 1;

    /// <summary>The folder that contains all modules, or the application and its parents; absolute.</summary>
    public string Root
    {
        get
        {
            if (IsAggregated) return _aggregator!.Folder;
            var folder = Application!.Folder;
            foreach (var parent in Application.Lineage)
            {
                while (ContextPath.Relative(folder, parent.Folder) is null) folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }

    private MavenModule? Load(string path)
    {
        var module = MavenModule.Load(_files, _project.ContextDirectory, path, out var problem);
        Problem ??= problem;
        return Problem is null ? module : null;
    }

    private string Relative(string path) => ContextPath.Relative(_project.ContextDirectory, path)!;

    /// <summary>Finds the highest pom.xml in the context that has this one among its direct or indirect modules; else this one.</summary>
    private bool FindAggregator(MavenModule own)
    {
        _aggregator = own;
        foreach (var folder in ContextPath.Upward(_project.Directory, _project.ContextDirectory))
        {
            if (folder == _project.Directory || !_files.FileExists(Path.Combine(folder, "pom.xml"))) continue;
            if (Load(folder) is not { } above) return false;
            if (above.Pom.Modules.Any(module => Folder(above, module) == _aggregator.Folder)) _aggregator = above;
        }

        return true;
    }

    private static string Folder(MavenModule above, string module)
    {
        var path = Path.GetFullPath(Path.Combine(above.Folder, module));
        return path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(path)! : path;
    }

    /// <summary>Adds a pom.xml and all its modules. Maven reports missing modules.</summary>
    private bool AddModules(MavenModule from)
    {
        _modules.Add(from);
        foreach (var name in from.Pom.Modules)
        {
            var path = Path.GetFullPath(Path.Combine(from.Folder, name));
            if (ContextPath.Relative(_project.ContextDirectory, path) is null)
            {
                Problem = new(
                    $"{Relative(from.Path)} has the module '{name}', which is outside the build context {_project.ContextDirectory}.",
                    "Set ContainerGuardContext to a folder that contains both.");
                return false;
            }

            var module = Load(path);
            if (Problem is not null) return false;
            if (module is null || _modules.Exists(known => known.Folder == module.Folder)) continue;
            if (!AddModules(module)) return false;
        }

        return true;
    }

    /// <summary>
    /// Chooses the application below an aggregating pom.xml: the module with Spring Boot or Quarkus, else with a configured main class,
    /// else with a main method.
    /// </summary>
    private MavenModule? Choose(MavenModule own)
    {
        var below = _modules.FindAll(
            module => module.Pom.Packaging is "jar" or "war" && ContextPath.Relative(own.Folder, module.Folder) is not null);
        var candidates = below.FindAll(MavenPackaging.IsPackedByFramework);
        if (candidates.Count == 0) candidates = below.FindAll(static module => MavenPackaging.MainClass(module).Length > 0);
        if (candidates.Count == 0) candidates = below.FindAll(module => MainClasses.Find(_files, module.Folder).Count > 0);
        if (candidates is [var only]) return only;
        if (candidates.Find(module => module.Name.Equals(_project.Name, StringComparison.OrdinalIgnoreCase)) is { } named) return named;
        Problem = candidates.Count == 0
            ? new Problem(
                $"No module of {Relative(own.Path)} is an application: none uses Spring Boot or Quarkus, sets mainClass, "
                    + "or has a main method.",
                "Move the project file beside the pom.xml of the application.")
            : new Problem(
                $"{Relative(own.Path)} has several applications ({string.Join(", ", candidates.Select(static module => module.Name))}), "
                    + "and none has the project's name.",
                $"Select one: <AssemblyName>{candidates[0].Name}</AssemblyName>.");
        return null;
    }
}
