using ContainerGuard.Context;

namespace ContainerGuard.Generation.Java;

/// <summary>The modules that Maven builds together, and the one of them that is the application (maven.apache.org/guides/mini/guide-multiple-modules.html).</summary>
internal sealed class MavenReactor
{
    private readonly IFileSystem files;
    private readonly AppProject project;
    private readonly List<MavenModule> modules = [];
    private MavenModule? aggregator;

    /// <param name="files">The disk.</param>
    /// <param name="project">The project, beside a pom.xml.</param>
    public MavenReactor(IFileSystem files, AppProject project)
    {
        this.files = files;
        this.project = project;
        if (Load(project.Directory) is not { } own || !FindAggregator(own) || !AddModules(aggregator!)) return;
        Application = own.Pom.Packaging == "pom" ? Choose(own) : own;
    }

    /// <summary>Why there is no <see cref="Application"/>, with the way out.</summary>
    public string? Obstacle { get; private set; }

    public MavenModule? Application { get; private set; }

    /// <summary>All modules, the application among them.</summary>
    public IReadOnlyList<MavenModule> Modules => modules;

    /// <summary>Whether one pom.xml builds several.</summary>
    public bool IsAggregated => modules.Count > 1;

    /// <summary>The folder that holds all of them, or the application and its parents; absolute.</summary>
    public string Root
    {
        get
        {
            if (IsAggregated) return aggregator!.Folder;
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
        var module = MavenModule.Load(files, project.ContextDirectory, path, out var obstacle);
        Obstacle ??= obstacle;
        return Obstacle is null ? module : null;
    }

    private string Relative(string path) => ContextPath.Relative(project.ContextDirectory, path)!;

    /// <summary>The highest pom.xml in the context that counts this one among its modules, by those between; else this one.</summary>
    private bool FindAggregator(MavenModule own)
    {
        aggregator = own;
        foreach (var folder in ContextPath.Upward(project.Directory, project.ContextDirectory))
        {
            if (folder == project.Directory || !files.FileExists(Path.Combine(folder, "pom.xml"))) continue;
            if (Load(folder) is not { } above) return false;
            if (above.Pom.Modules.Any(module => Folder(above, module) == aggregator.Folder)) aggregator = above;
        }

        return true;
    }

    private static string Folder(MavenModule above, string module)
    {
        var path = Path.GetFullPath(Path.Combine(above.Folder, module));
        return path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(path)! : path;
    }

    /// <summary>A pom.xml and its modules and theirs. One that is not there is left to Maven, which says so.</summary>
    private bool AddModules(MavenModule from)
    {
        modules.Add(from);
        foreach (var name in from.Pom.Modules)
        {
            var path = Path.GetFullPath(Path.Combine(from.Folder, name));
            if (ContextPath.Relative(project.ContextDirectory, path) is null)
            {
                Obstacle = $"{Relative(from.Path)} has the module '{name}', which lies outside the build context {project.ContextDirectory}. Set ContainerGuardContext to a folder that holds both.";
                return false;
            }

            var module = Load(path);
            if (Obstacle is not null) return false;
            if (module is null || modules.Exists(known => known.Folder == module.Folder)) continue;
            if (!AddModules(module)) return false;
        }

        return true;
    }

    /// <summary>Of the modules below a pom.xml that only gathers them: what Spring Boot or Quarkus packs, else what says its main class, else what has one.</summary>
    private MavenModule? Choose(MavenModule own)
    {
        var below = modules.FindAll(module => module.Pom.Packaging is "jar" or "war" && ContextPath.Relative(own.Folder, module.Folder) is not null);
        var candidates = below.FindAll(MavenPackaging.IsPackedByFramework);
        if (candidates.Count == 0) candidates = below.FindAll(static module => MavenPackaging.MainClass(module).Length > 0);
        if (candidates.Count == 0) candidates = below.FindAll(module => MainClasses.Find(files, module.Folder).Count > 0);
        if (candidates is [var only]) return only;
        if (candidates.Find(module => module.Name.Equals(project.Name, StringComparison.OrdinalIgnoreCase)) is { } named) return named;
        Obstacle = candidates.Count == 0
            ? $"None of the modules of {Relative(own.Path)} is an application: none is packed by Spring Boot or Quarkus, says its mainClass, or has a main method. Put the project file beside the pom.xml of the one that is."
            : $"{Relative(own.Path)} has several applications ({string.Join(", ", candidates.Select(static module => module.Name))}), and none is called as the project is. "
                + $"Name one: <AssemblyName>{candidates[0].Name}</AssemblyName>. A second project file beside this one, with another ContainerGuardOutput, makes an image of the next.";
        return null;
    }
}
