namespace ContainerGuard.Generation.Java;

/// <summary>A Gradle build. Gradle keeps all downloads in its home, which is a cache mount.</summary>
internal sealed record GradleBuild : JavaBuild
{
    private const string Home = "/var/cache/gradle";

    /// <summary>Whether <c>gradlew</c> is committed, which downloads the Gradle version from its properties.</summary>
    public required bool HasWrapper { get; init; }

    /// <summary>The major version of Gradle for a build without a wrapper.</summary>
    public required int Gradle { get; init; }

    /// <summary>The task that builds the application: <c>bootJar</c>, <c>quarkusBuild</c>, <c>shadowJar</c>, <c>installDist</c>.</summary>
    public required string Task { get; init; }

    public override string Image => HasWrapper ? JavaImages.Jdk(Java) : $"gradle:{Gradle}-jdk{Java.Major}";

    // The folder is not in the context, so the task's jar is the only one.
    protected override string Archive => Built(Layout == JavaLayout.Quarkus ? "build/quarkus-app" : "build/libs/*.jar");

    public override void Write(DockerfileWriter file, StageExtras extras)
    {
        var task = Module.Length == 0 ? Task : $":{Module.Replace('/', ':')}:{Task}";
        var gradle = $"{(HasWrapper ? "sh ./gradlew" : "gradle")} -g {Home} --no-daemon --console=plain {CommandLine.Quote(task)}";
        file.Line().Copy([Root.Length == 0 ? "." : Root], "").End(extras);
        file.Append($"""
            # The mount keeps Gradle and the libraries. It is locked, because two builds cannot use one Gradle home at once.
            RUN --mount=type=cache,id=gradle,sharing=locked,target={Home} \
                {SecretMounts}
            """);
        WriteCommands(file, [gradle, .. Collect(), .. Layout == JavaLayout.Libraries
            ? [$"cp -R {Built("build/install/*/lib")} /out/lib", $"rm \"/out/lib/$(basename {Archive})\""]
            : Array.Empty<string>()]);
    }
}
