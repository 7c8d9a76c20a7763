namespace ContainerGuard.Generation.Java;

/// <summary>Derives from the plugins of a pom.xml how an application is packed: the jar, its content, and its main class.</summary>
internal static class MavenPackaging
{
    private const string Spring = "spring-boot-maven-plugin";
    private const string Quarkus = "quarkus-maven-plugin";
    private const string Shade = "maven-shade-plugin";
    private const string Assembly = "maven-assembly-plugin";

    /// <summary>The plugin that packs the jar of every module.</summary>
    public const string Jar = "maven-jar-plugin";

    /// <summary>Whether the module itself, not a parent, uses the plugin of Spring Boot or Quarkus.</summary>
    public static bool IsPackedByFramework(MavenModule module) =>
        module.Pom.Plugins.Any(static plugin => Pom.Text(plugin, "artifactId") is Spring or Quarkus);

    /// <summary>Whether it is a war, which needs a servlet container.</summary>
    public static bool IsPlainWar(MavenModule application) => application.Pom.Packaging == "war" && !application.Uses(Spring);

    public static JavaLayout Layout(MavenModule application) => application switch
    {
        _ when application.Uses(Spring) =>
            SpringBootVersion.Layout(SpringVersion(application)),
        _ when application.Uses(Quarkus) => JavaLayout.Quarkus,
        _ when application.Uses(Shade) || IsAssembled(application) || !application.HasLibraries => JavaLayout.SingleJar,
        _ => JavaLayout.Libraries,
    };

    /// <summary>The class that starts Spring Boot before 3.3. Its package changed in 3.2.</summary>
    public static string Launcher(MavenModule application) =>
        SpringVersion(application) is (3, 2)
            ? "org.springframework.boot.loader.launch.JarLauncher"
            : "org.springframework.boot.loader.JarLauncher";

    /// <summary>Whether the manifest of the jar names the main class.</summary>
    public static bool SaysMainClass(MavenModule application) =>
        application.Setting(application.Uses(Shade) ? Shade : IsAssembled(application) ? Assembly : Jar, "mainClass").Length > 0;

    /// <summary>The main class from a plugin or a property; empty if it is not set.</summary>
    public static string MainClass(MavenModule module)
    {
        foreach (var plugin in (string[])[Jar, Shade, Assembly, "exec-maven-plugin"])
        {
            if (module.Setting(plugin, "mainClass") is { Length: > 0 } main && !main.Contains("${", StringComparison.Ordinal)) return main;
        }

        foreach (var property in (string[])["exec.mainClass", "mainClass", "main.class", "start-class"])
        {
            if (module.Property(property) is { Length: > 0 } main) return main;
        }

        return "";
    }

    /// <summary>The file to run, relative to the module. Unknown parts of its name become a star.</summary>
    public static string Archive(MavenModule application)
    {
        if (Layout(application) == JavaLayout.Quarkus) return "target/quarkus-app";
        var name = application.Lineage.Select(static module => module.Pom.Text("build", "finalName")).FirstOrDefault(
            static name => name.Length > 0) ?? "${project.artifactId}-${project.version}";
        var suffix = "";
        if (application.Uses(Spring))
        {
            suffix = application.Setting(Spring, "classifier");
        }
        else if (application.Uses(Shade))
        {
            if (application.Setting(Shade, "finalName") is { Length: > 0 } own) name = own;
            if (application.Setting(Shade, "shadedArtifactAttached") == "true")
            {
                suffix = application.Setting(Shade, "shadedClassifierName") is { Length: > 0 } classifier ? classifier : "shaded";
            }
        }
        else if (IsAssembled(application))
        {
            if (application.Setting(Assembly, "finalName") is { Length: > 0 } own) name = own;
            if (application.Setting(Assembly, "appendAssemblyId") != "false") suffix = "jar-with-dependencies";
        }

        return $"target/{WithStars(application.Resolve(suffix.Length > 0 ? $"{name}-{suffix}" : name))}.{application.Pom.Packaging}";
    }

    private static bool IsAssembled(MavenModule application) =>
        application.Uses(Assembly) && application.Setting(Assembly, "descriptorRef") == "jar-with-dependencies";

    /// <summary>The major and minor version of Spring Boot; the highest number if it is not known.</summary>
    private static (int Major, int Minor) SpringVersion(MavenModule application)
    {
        var imported = application.Lineage.SelectMany(static module => module.Pom.ManagedDependencies)
            .FirstOrDefault(static one => Pom.Text(one, "artifactId") == "spring-boot-dependencies");
        string?[] places =
        [
            application.Plugin(Spring)
                .Select(static plugin => Pom.Text(plugin, "version")).FirstOrDefault(static version => version.Length > 0),
            Pom.Text(application.ExternalParent, "artifactId") == "spring-boot-starter-parent"
                ? Pom.Text(application.ExternalParent, "version")
                : null,
            Pom.Text(imported, "version"),
            application.Property("spring-boot.version"),
        ];
        foreach (var place in places)
        {
            if (place is { Length: > 0 } && SpringBootVersion.Parse(application.Resolve(place)) is { } version) return version;
        }

        return (int.MaxValue, 0);
    }

    private static string WithStars(string name)
    {
        while (name.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start && name.IndexOf('}', start) is >= 0 and var end)
        {
            name = $"{name[..start]}*{name[(end + 1)..]}";
        }

        return name;
    }
}
