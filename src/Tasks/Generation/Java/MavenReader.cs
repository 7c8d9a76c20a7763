using ContainerGuard.Files;

namespace ContainerGuard.Generation.Java;

/// <summary>Reads a Maven application: its pom.xml, and the parents and modules in the same build context.</summary>
internal sealed class MavenReader(IFileSystem files, AppProject project)
{
    private const string Compiler = "maven-compiler-plugin";

    /// <summary>Why the application cannot become a container, with the remedy; null if it can.</summary>
    public Problem? Problem { get; private set; }

    /// <returns>Null if there is an <see cref="Problem"/>.</returns>
    public MavenBuild? Read()
    {
        var reactor = new MavenReactor(files, project);
        if (reactor.Application is not { } application)
        {
            Problem = reactor.Problem;
            return null;
        }

        if (MavenPackaging.IsPlainWar(application))
        {
            Problem = new(
                $"{Relative(application.Path)} builds a war, which needs a servlet container.",
                "Build a jar with an embedded server, for example with Spring Boot.");
            return null;
        }

        var layout = MavenPackaging.Layout(application);
        if (MainClass(application, layout) is not { } main) return null;
        var root = reactor.Root;
        return new MavenBuild
        {
            Name = application.Name,
            Root = Relative(root),
            Module = ContextPath.Relative(root, application.Folder)!,
            Java = Java(application, root),
            Layout = layout,
            MainClass = main,
            HasLibraries = layout == JavaLayout.Libraries,
            Launcher = MavenPackaging.Launcher(application),
            Port = ApplicationSettings.Port(files, application.Folder, layout),
            Inputs = Inputs(application, root, reactor.Modules),
            Unlocked = MavenVersions.Open([.. reactor.Modules, .. application.Lineage], project.ContextDirectory),
            HasWrapper = files.FileExists(Path.Combine(root, "mvnw"))
                && files.FileExists(Path.Combine(root, ".mvn", "wrapper", "maven-wrapper.properties")),
            IsAggregated = reactor.IsAggregated,
            Siblings = [.. reactor.Modules.Where(module => module.Folder != application.Folder && module.Pom.Packaging != "pom")
                .Select(static module => module.Name).Order(StringComparer.Ordinal)],
            Jar = MavenPackaging.Archive(application),
        };
    }

    private string Relative(string path) => ContextPath.Relative(project.ContextDirectory, path)!;

    /// <summary>The main class; empty if the jar or the project names it. Null if it is not known, which is an problem.</summary>
    private string? MainClass(MavenModule application, JavaLayout layout)
    {
        if (layout is not (JavaLayout.SingleJar or JavaLayout.Libraries)
            || (layout == JavaLayout.SingleJar && MavenPackaging.SaysMainClass(application)))
        {
            return "";
        }

        if (MavenPackaging.MainClass(application) is { Length: > 0 } configured) return configured;
        var found = MainClasses.Find(files, application.Folder);
        if (found is [var only]) return only;
        if (project.Process.Count > 0) return "";
        var seen = found.Count == 0
            ? "no class in src/main/java has a main method"
            : $"several classes have a main method ({string.Join(", ", found.Take(3))})";
        Problem = new(
            $"The main class is not known: {Relative(application.Path)} has no mainClass, and {seen}.",
            $"Set <mainClass> in the configuration of {MavenPackaging.Jar}, or the property exec.mainClass.");
        return null;
    }

    private JavaVersion Java(MavenModule application, string root)
    {
        string[] places =
        [
            application.Property("maven.compiler.release"),
            application.Setting(Compiler, "release"),
            application.Property("java.version"),
            application.Property("maven.compiler.target"),
            application.Property("kotlin.compiler.jvmTarget"),
            application.Setting("kotlin-maven-plugin", "jvmTarget"),
            application.Setting(Compiler, "target"),
            application.Property("maven.compiler.source"),
        ];
        foreach (var place in places)
        {
            if (JavaVersion.Parse(place) is { } release) return JavaVersion.Building(release, "pom.xml");
        }

        var (version, file) = JavaVersion.FromFiles(files, application.Folder, root);
        return JavaVersion.Building(version, file);
    }

    private BuildInputs Inputs(MavenModule application, string root, IReadOnlyList<MavenModule> modules)
    {
        var read = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var module in modules.Concat(application.Lineage)) read.Add(Relative(module.Path));
        if (files.FileExists(Path.Combine(root, "mvnw"))) read.Add(Relative(Path.Combine(root, "mvnw")));
        var settings = MavenSettings.Find(files, project, application.Folder, root);
        return new BuildInputs
        {
            Files = [.. read],
            FeedFolders = files.DirectoryExists(Path.Combine(root, ".mvn")) ? [Relative(Path.Combine(root, ".mvn"))] : [],
            BuildFolders = [.. modules.Select(module => Relative(Path.Combine(module.Folder, "target"))).Order(StringComparer.Ordinal)],
            Secrets = settings.Files,
            SecretVariables = settings.Variables,
        };
    }
}
