using System.Text;

namespace ContainerGuard.Generation.Java;

/// <summary>The output of the build in <c>/out</c>.</summary>
internal enum JavaLayout
{
    /// <summary>One jar with all its dependencies.</summary>
    SingleJar,

    /// <summary>The application's jar, and its libraries in <c>lib</c>.</summary>
    Libraries,

    /// <summary>The layers of Spring Boot since 3.3: a jar, and its libraries in a folder.</summary>
    SpringLayers,

    /// <summary>The layers of Spring Boot before 3.3, which a launcher starts.</summary>
    SpringLauncherLayers,

    /// <summary>The jar of Spring Boot before 2.4, with the libraries in it and without layers.</summary>
    SpringJar,

    /// <summary>The folder that Quarkus builds: a jar to start, and three folders.</summary>
    Quarkus,
}

/// <summary>The build of an application, from its manifests, and its output.</summary>
internal abstract record JavaBuild
{
    /// <summary>The folder of the sources in the build stage.</summary>
    public const string SourceDirectory = "/src";

    /// <summary>The name of the application, and of its jar in the image.</summary>
    public required string Name { get; init; }

    /// <summary>The copied folder, relative to the context: the application's, or the parent of all its modules.</summary>
    public required string Root { get; init; }

    /// <summary>The application's folder relative to <see cref="Root"/>; empty if it is the same.</summary>
    public required string Module { get; init; }

    public required JavaVersion Java { get; init; }

    public required JavaLayout Layout { get; init; }

    /// <summary>The main class; empty if the jar names it, or if it is not known.</summary>
    public string MainClass { get; init; } = "";

    /// <summary>Whether the application has libraries.</summary>
    public bool HasLibraries { get; init; }

    /// <summary>Spring Boot's class that starts <see cref="JavaLayout.SpringLauncherLayers"/>.</summary>
    public string Launcher { get; init; } = "";

    /// <summary>The port of the application, if it is known.</summary>
    public int? Port { get; init; }

    /// <summary>The inputs of the build.</summary>
    public required BuildInputs Inputs { get; init; }

    /// <summary>A manifest without exact versions.</summary>
    public Problem? Unlocked { get; init; }

    /// <summary>The variable for the framework's port; null without a framework.</summary>
    public string? PortVariable => Layout switch
    {
        JavaLayout.Quarkus => "QUARKUS_HTTP_PORT",
        JavaLayout.SpringLayers or JavaLayout.SpringLauncherLayers or JavaLayout.SpringJar => "SERVER_PORT",
        _ => null,
    };

    /// <summary>Whether jdeps can read the output.</summary>
    public bool IsLinkable => Layout is not (JavaLayout.SpringLauncherLayers or JavaLayout.SpringJar or JavaLayout.Quarkus);

    /// <summary>The image of the build stage.</summary>
    public abstract string Image { get; }

    /// <summary>
    /// The jar, or the folder of Quarkus, that the build creates, relative to <see cref="SourceDirectory"/>, as shell text; a pattern if
    /// its name is not known.
    /// </summary>
    protected abstract string Archive { get; }

    /// <summary>Writes the build, from the sources to the output in <c>/out</c>.</summary>
    /// <param name="file">The Dockerfile, after FROM and WORKDIR of the stage.</param>
    /// <param name="extras">The user's additions that need the sources.</param>
    public abstract void Write(DockerfileWriter file, StageExtras extras);

    /// <summary>The arguments that start the application, after <c>java</c> and its options.</summary>
    /// <param name="directory">The application's folder in the image.</param>
    public IEnumerable<string> Arguments(string directory) => this switch
    {
        { Layout: JavaLayout.SpringLauncherLayers } => [Launcher],
        { Layout: JavaLayout.Quarkus } => ["-jar", $"{directory}/quarkus-run.jar"],
        { MainClass.Length: 0 } => ["-jar", $"{directory}/{Name}.jar"],
        // Java expands the star, not a shell.
        _ => ["-cp", $"{directory}/{Name}.jar{(HasLibraries ? $":{directory}/lib/*" : "")}", MainClass],
    };

    /// <summary>The arguments of jdeps: the libraries, which it needs one by one, and the jar to analyse.</summary>
    public string JdepsArguments => this switch
    {
        { Layout: JavaLayout.SpringLayers } =>
            $"--class-path \"$(printf '%s:' /out/*dependencies/lib/*.jar)\" {CommandLine.Quote($"/out/application/{Name}.jar")}",
        { HasLibraries: true } => $"--class-path \"$(printf '%s:' /out/lib/*.jar)\" {CommandLine.Quote($"/out/{Name}.jar")}",
        _ => CommandLine.Quote($"/out/{Name}.jar"),
    };

    /// <summary>
    /// The folders and files to copy into the final image, from /out to the application's folder. Those that rarely change come first.
    /// </summary>
    public IEnumerable<(IReadOnlyList<string> From, string To)> Copies => Layout switch
    {
        JavaLayout.Quarkus => [(["lib"], "lib"), (["quarkus"], "quarkus"), (["app"], "app"), (["quarkus-run.jar"], "quarkus-run.jar")],
        JavaLayout.SpringLayers or JavaLayout.SpringLauncherLayers =>
            [(["dependencies"], ""), (["spring-boot-loader", "snapshot-dependencies", "application"], "")],
        _ => HasLibraries ? [(["lib"], "lib"), ([$"{Name}.jar"], $"{Name}.jar")] : [([$"{Name}.jar"], $"{Name}.jar")],
    };

    /// <summary>The mounts of the secrets, one in each line.</summary>
    protected string SecretMounts
    {
        get
        {
            var text = new StringBuilder();
            foreach (var secret in Inputs.Secrets)
            {
                text.Append($"--mount=type=secret,id={secret.Id},target={DockerfileWriter.MountPath(secret.ContainerPath)} \\\n    ");
            }

            foreach (var variable in Inputs.SecretVariables) text.Append($"--mount=type=secret,id={variable},env={variable} \\\n    ");
            return text.ToString();
        }
    }

    /// <summary>Writes the commands at the end of a RUN, one in each line. Each runs only if the one before succeeded.</summary>
    protected static void WriteCommands(DockerfileWriter file, IReadOnlyList<string> commands) =>
        file.AppendJoin(" && \\\n    ", commands).Line();

    /// <summary>The commands that copy the output to <c>/out</c>.</summary>
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

    /// <summary>A path of the application in the build stage, quoted for a shell. A pattern stays a pattern.</summary>
    protected string Built(string path)
    {
        var full = Module.Length == 0 ? path : $"{Module}/{path}";
        return full.Contains('*', StringComparison.Ordinal)
            ? string.Join("*", full.Split('*').Select(static part => part.Length == 0 ? "" : CommandLine.Quote(part)))
            : CommandLine.Quote(full);
    }
}
