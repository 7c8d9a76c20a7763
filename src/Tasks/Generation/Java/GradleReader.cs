using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Java;

/// <summary>Reads the facts of a Gradle application that its scripts state as literals.</summary>
internal sealed class GradleReader(IFileSystem files, AppProject project)
{
    private const int NewestGradle = 9;

    /// <summary>The version catalogue (docs.gradle.org, "Version Catalogs").</summary>
    private const string Catalogue = "gradle/libs.versions.toml";

    /// <summary>The current and the former id of the shadow plugin.</summary>
    private static readonly string[] Shadow = ["com.gradleup.shadow", "com.github.johnrengel.shadow"];

    /// <summary>Gradle's plugin, and those that apply it.</summary>
    private static readonly string[] WithApplication = ["application", "io.ktor.plugin", "io.micronaut.application"];

    private static readonly string[] SecretWords = ["password", "token", "secret", "apikey"];

    /// <summary>Why the application cannot become a container, with the remedy; null if it can.</summary>
    public Problem? Problem { get; private set; }

    /// <returns>Null if there is an <see cref="Problem"/>.</returns>
    public GradleBuild? Read()
    {
        if (Script(project.Directory, "build.gradle") is null && Script(project.Directory, "settings.gradle") is null)
        {
            Problem = new(
                $"{project.Directory} has neither pom.xml nor build.gradle.",
                "Move the project file beside one of them, or set ContainerGuardStack.");
            return null;
        }

        var root = ContextPath.Upward(project.Directory, project.ContextDirectory).FirstOrDefault(
            folder => Script(folder, "settings.gradle") is not null) ?? project.Directory;
        var settings = new GradleScript(Script(root, "settings.gradle") ?? "");
        if (Application(root, settings) is not { } folder) return null;
        var catalogue =
            files.ReadText(Path.Combine(root, Catalogue)) is { } toml ? TomlReader.Read(toml) : new DataFile(DataNode.Missing, null);
        if (catalogue.Problem is { } problem)
        {
            Problem = new(problem.In(Catalogue), "Correct the file.");
            return null;
        }

        var module = ContextPath.Relative(root, folder)!;
        var script = new GradleScript(Script(folder, "build.gradle") ?? "");
        var common = new GradleScript(Script(root, "build.gradle") ?? "");
        var task = TaskOf(script)!;
        var main = task == "installDist" ? First(script.Value("mainClass"), script.Value("mainClassName")) : "";
        if (task == "installDist" && main.Length == 0 && project.Process.Count == 0)
        {
            if (MainClasses.Find(files, folder) is not [var only])
            {
                Problem = new(
                    "The main class is not known: the build script has no literal mainClass, "
                        + "and the sources do not have exactly one main method.",
                    "Write application { mainClass = \"com.example.Main\" }.");
                return null;
            }

            main = only;
        }

        var layout = task switch
        {
            "quarkusBuild" => JavaLayout.Quarkus,
            "bootJar" => SpringBootVersion.Layout(SpringVersion(script, common) ?? (int.MaxValue, 0)),
            "installDist" => JavaLayout.Libraries,
            _ => JavaLayout.SingleJar,
        };
        var properties = Path.Combine(root, "gradle.properties");
        return new GradleBuild
        {
            Name = module.Length > 0 ? module[(module.LastIndexOf('/') + 1)..] : First(settings.Value("rootProject.name"), project.Name),
            Root = Relative(root),
            Module = module,
            Java = Java(script, common, folder, root),
            Layout = layout,
            MainClass = main,
            HasLibraries = layout == JavaLayout.Libraries,
            Launcher = SpringVersion(script, common) is (3, 2)
                ? "org.springframework.boot.loader.launch.JarLauncher"
                : "org.springframework.boot.loader.JarLauncher",
            Port = ApplicationSettings.Port(files, folder, layout),
            Inputs = new BuildInputs
            {
                Files = [],
                BuildFolders = [.. ((IEnumerable<string>)["", module, .. settings.Includes])
                    .Select(path => ContextPath.Relative(project.ContextDirectory, Path.GetFullPath(Path.Combine(root, path, "build"))))
                    .OfType<string>()
                    .Distinct()
                    .Order(StringComparer.Ordinal)],
                Secrets = HoldsSecret(files.ReadText(properties) ?? "")
                    ? [new("gradle-properties", properties, $"{JavaBuild.SourceDirectory}/gradle.properties", Relative(properties))]
                    : [],
            },
            Unlocked = Open(folder, script, catalogue.Root, root),
            HasWrapper = files.FileExists(Path.Combine(root, "gradlew"))
                && files.FileExists(Path.Combine(root, "gradle", "wrapper", "gradle-wrapper.jar")),
            Gradle = GradleVersion(root),
            Task = task,
        };
    }

    private string Relative(string path) => ContextPath.Relative(project.ContextDirectory, path)!;

    private static string First(string one, string other) => one.Length > 0 ? one : other;

    /// <summary>The script in Groovy, else in Kotlin; null if both are missing.</summary>
    private string? Script(string folder, string name) =>
        files.ReadText(Path.Combine(folder, name)) ?? files.ReadText(Path.Combine(folder, name + ".kts"));

    /// <summary>The task that packs the application, from the first of these plugins.</summary>
    private static string? TaskOf(GradleScript script) =>
        script.HasPlugin(GradleScript.SpringBoot) ? "bootJar"
        : script.HasPlugin("io.quarkus") ? "quarkusBuild"
        : Array.Exists(Shadow, script.HasPlugin) ? "shadowJar"
        : Array.Exists(WithApplication, script.HasPlugin) ? "installDist"
        : null;

    /// <summary>
    /// The project's folder if its script packs an application, else the included project that does, or that has the project's name.
    /// </summary>
    private string? Application(string root, GradleScript settings)
    {
        if (TaskOf(new GradleScript(Script(project.Directory, "build.gradle") ?? "")) is not null) return project.Directory;
        var found = new List<string>();
        if (root == project.Directory)
        {
            foreach (var path in settings.Includes)
            {
                var folder = Path.GetFullPath(Path.Combine(root, path));
                if (ContextPath.Relative(root, folder) is { Length: > 0 }
                    && TaskOf(new GradleScript(Script(folder, "build.gradle") ?? "")) is not null)
                {
                    found.Add(folder);
                }
            }
        }

        if (found is [var only]) return only;
        if (found.Find(folder => Path.GetFileName(folder).Equals(project.Name, StringComparison.OrdinalIgnoreCase)) is { } named)
        {
            return named;
        }

        Problem = found.Count == 0
            ? new Problem(
                $"{ScriptName(project.Directory)} does not apply one of the plugins '{GradleScript.SpringBoot}', 'io.quarkus', "
                    + $"'{Shadow[0]}' and 'application'.",
                "Apply the plugin that packages the application, and write its ID as a string literal.")
            : new Problem(
                $"The build has several applications ({string.Join(", ", found.Select(Path.GetFileName))}), "
                    + "and none has the project's name.",
                $"Select one: <AssemblyName>{Path.GetFileName(found[0])}</AssemblyName>.");
        return null;
    }

    private string ScriptName(string folder) =>
        files.FileExists(Path.Combine(folder, "build.gradle.kts")) ? "build.gradle.kts" : "build.gradle";

    private JavaVersion Java(GradleScript script, GradleScript common, string folder, string root)
    {
        if ((script.Java() ?? common.Java()) is { } java)
        {
            // A toolchain needs exactly this release, else Gradle searches for another JDK.
            return java.IsExact
                ? new(java.Release, "the Java version from the build script's toolchain")
                : JavaVersion.Building(java.Release, "the build script");
        }

        var (release, source) = JavaVersion.FromFiles(files, folder, root);
        return JavaVersion.Building(release, source);
    }

    private static (int Major, int Minor)? SpringVersion(GradleScript script, GradleScript common) => SpringBootVersion.Parse(
        First(script.PluginVersion(GradleScript.SpringBoot), common.PluginVersion(GradleScript.SpringBoot)));

    /// <summary>The Gradle version from the wrapper's properties, even if its program is not committed; else the newest.</summary>
    private int GradleVersion(string root)
    {
        const string Distribution = "/gradle-";
        var properties = JavaProperties.Read(files.ReadText(Path.Combine(root, "gradle", "wrapper", "gradle-wrapper.properties")) ?? "");
        var text = properties.GetValueOrDefault("distributionUrl") ?? "";
        var at = text.LastIndexOf(Distribution, StringComparison.Ordinal);
        return at >= 0 && JavaVersion.Parse(text[(at + Distribution.Length)..]) is { } version ? version : NewestGradle;
    }

    private static bool HoldsSecret(string properties) =>
        JavaProperties.Read(properties).Any(static property => property.Value.Length > 0
            && Array.Exists(SecretWords, word => property.Key.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private Problem? Open(string folder, GradleScript script, DataNode catalogue, string root)
    {
        if (files.FileExists(Path.Combine(folder, "gradle.lockfile"))) return null;
        var inCatalogue = catalogue.AllTexts().Select(static value => value.Text).Where(GradleScript.IsOpenVersion);
        foreach (var (path, versions) in ((string, IEnumerable<string>)[])[(Path.Combine(folder, ScriptName(folder)), script.OpenVersions),
            (Path.Combine(root, Catalogue), inCatalogue)])
        {
            var open = versions.ToList();
            if (open.Count == 0) continue;
            var others = open.Count switch { 1 => "", 2 => " and another", _ => $" and {open.Count - 1} others" };
            return Generation.Problem.Unlocked(
                path,
                $"{Path.GetFileName(path)} does not pin {open[0]}{others}, and has no gradle.lockfile.",
                "Write exact versions, or add dependencyLocking { lockAllConfigurations() }, "
                    + "run 'gradle dependencies --write-locks' and commit gradle.lockfile.");
        }

        return null;
    }
}
