using System.Text;

namespace ContainerGuard.Generation.Java;

/// <summary>What lies in <c>/out</c> once an application is built.</summary>
internal enum JavaLayout
{
    /// <summary>One jar with all that it needs.</summary>
    SingleJar,

    /// <summary>The application's jar, and its libraries in <c>lib</c>.</summary>
    Libraries,

    /// <summary>The layers of Spring Boot since 3.3: a jar, and its libraries in a folder.</summary>
    SpringLayers,

    /// <summary>The layers of Spring Boot before 3.3, which a launcher puts together.</summary>
    SpringLauncherLayers,

    /// <summary>The folder that Quarkus makes, with a jar to start and three folders.</summary>
    Quarkus,
}

/// <summary>How an application is built, once its manifests have been read, and what comes out.</summary>
internal abstract record JavaBuild
{
    /// <summary>Where the sources lie while they are built.</summary>
    public const string SourceDirectory = "/src";

    /// <summary>What the application is called, and its jar in the image.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that is copied whole, relative to the context: the application's, or that of all its modules.</summary>
    public required string Root { get; init; }

    /// <summary>The application's folder relative to <see cref="Root"/>; empty where it is the same.</summary>
    public required string Module { get; init; }

    public required JavaVersion Java { get; init; }

    public required JavaLayout Layout { get; init; }

    /// <summary>The class that starts; empty where the jar says it itself, or nobody knows.</summary>
    public string MainClass { get; init; } = "";

    /// <summary>Whether there are libraries.</summary>
    public bool HasLibraries { get; init; }

    /// <summary>The class of Spring Boot's own that starts <see cref="JavaLayout.SpringLauncherLayers"/>.</summary>
    public string Launcher { get; init; } = "";

    /// <summary>Where the application serves, where that is known.</summary>
    public int? Port { get; init; }

    /// <summary>What the build is given.</summary>
    public required BuildInputs Inputs { get; init; }

    /// <summary>A manifest that leaves versions open.</summary>
    public UnlockedManifest? Unlocked { get; init; }

    /// <summary>The variable that says to a framework where to listen; null without one.</summary>
    public string? PortVariable => Layout switch
    {
        JavaLayout.Quarkus => "QUARKUS_HTTP_PORT",
        JavaLayout.SpringLayers or JavaLayout.SpringLauncherLayers => "SERVER_PORT",
        _ => null,
    };

    /// <summary>Whether jdeps can look into what ships.</summary>
    public bool IsLinkable => Layout is not (JavaLayout.SpringLauncherLayers or JavaLayout.Quarkus);

    /// <summary>What builds it.</summary>
    public abstract string Image { get; }

    /// <summary>The jar, or with Quarkus the folder, that the build makes, relative to <see cref="SourceDirectory"/>, for a shell; a pattern where its name is not known.</summary>
    protected abstract string Archive { get; }

    /// <summary>The build, from the sources to what lies in <c>/out</c>.</summary>
    /// <param name="text">The Dockerfile, after the FROM and the WORKDIR of the stage.</param>
    /// <param name="extras">What a person adds, once the sources are there.</param>
    public abstract void Append(StringBuilder text, StageExtras extras);

    /// <summary>What the image that ships starts, after <c>java</c> and its own options.</summary>
    /// <param name="directory">The application's folder in it.</param>
    public IEnumerable<string> Arguments(string directory) => this switch
    {
        { Layout: JavaLayout.SpringLauncherLayers } => [Launcher],
        { Layout: JavaLayout.Quarkus } => ["-jar", $"{directory}/quarkus-run.jar"],
        { MainClass.Length: 0 } => ["-jar", $"{directory}/{Name}.jar"],
        // Java itself expands the star.
        _ => ["-cp", $"{directory}/{Name}.jar{(HasLibraries ? $":{directory}/lib/*" : "")}", MainClass],
    };

    /// <summary>The arguments by which jdeps finds the jars: where libraries lie, which it takes one by one, and what is looked at.</summary>
    public string JdepsArguments => this switch
    {
        { Layout: JavaLayout.SpringLayers } => $"--class-path \"$(printf '%s:' /out/*dependencies/lib/*.jar)\" {CommandLine.Quote($"/out/application/{Name}.jar")}",
        { HasLibraries: true } => $"--class-path \"$(printf '%s:' /out/lib/*.jar)\" {CommandLine.Quote($"/out/{Name}.jar")}",
        _ => CommandLine.Quote($"/out/{Name}.jar"),
    };

    /// <summary>What is copied into the image that ships, relative to /out, and where to in the application's folder: what changes least often first.</summary>
    public IEnumerable<(IReadOnlyList<string> From, string To)> Copies => Layout switch
    {
        JavaLayout.Quarkus => [(["lib"], "lib"), (["quarkus"], "quarkus"), (["app"], "app"), (["quarkus-run.jar"], "quarkus-run.jar")],
        JavaLayout.SpringLayers or JavaLayout.SpringLauncherLayers => [(["dependencies"], ""), (["spring-boot-loader", "snapshot-dependencies", "application"], "")],
        _ => HasLibraries ? [(["lib"], "lib"), ([$"{Name}.jar"], $"{Name}.jar")] : [([$"{Name}.jar"], $"{Name}.jar")],
    };

    /// <summary>The mounts of the secrets, one a line.</summary>
    protected string SecretMounts
    {
        get
        {
            var text = new StringBuilder();
            foreach (var secret in Inputs.Secrets) text.Append($"--mount=type=secret,id={secret.Id},target={Instruction.MountPath(secret.ContainerPath)} \\\n    ");
            foreach (var variable in Inputs.SecretVariables) text.Append($"--mount=type=secret,id={variable},env={variable} \\\n    ");
            return text.ToString();
        }
    }

    /// <summary>The end of a RUN: one command a line, each if the one before succeeded.</summary>
    protected static void AppendCommands(StringBuilder text, IReadOnlyList<string> commands) => text.Append(string.Join(" && \\\n    ", commands)).Append('\n');

    /// <summary>The commands that put what was built into <c>/out</c>.</summary>
    protected IEnumerable<string> Collect()
    {
        var jar = CommandLine.Quote($"/tmp/{Name}.jar");
        return Layout switch
        {
            JavaLayout.SpringLayers => [$"cp {Archive} {jar}", $"java -Djarmode=tools -jar {jar} extract --layers --destination /out"],
            JavaLayout.SpringLauncherLayers => [$"cp {Archive} {jar}", $"java -Djarmode=layertools -jar {jar} extract --destination /out"],
            JavaLayout.Quarkus => [$"cp -R {Archive} /out"],
            _ => ["mkdir /out", $"cp {Archive} {CommandLine.Quote($"/out/{Name}.jar")}"],
        };
    }

    /// <summary>A file of the application as the build stage has it, quoted for a shell; what is a pattern stays one.</summary>
    protected string Built(string path)
    {
        var full = Module.Length == 0 ? path : $"{Module}/{path}";
        return full.Contains('*', StringComparison.Ordinal)
            ? string.Join("*", full.Split('*').Select(static part => part.Length == 0 ? "" : CommandLine.Quote(part)))
            : CommandLine.Quote(full);
    }
}
