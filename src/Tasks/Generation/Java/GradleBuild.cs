using System.Text;

namespace ContainerGuard.Generation.Java;

/// <summary>A build by Gradle, whose one place for downloads is its own home: that is a mount, which an edit of anything leaves as it is.</summary>
internal sealed record GradleBuild : JavaBuild
{
    private const string Home = "/var/cache/gradle";

    /// <summary>Whether <c>gradlew</c> is committed, which brings the Gradle that its own properties name.</summary>
    public required bool HasWrapper { get; init; }

    /// <summary>The major version of Gradle where there is no wrapper.</summary>
    public required int Gradle { get; init; }

    /// <summary>What makes the application: <c>bootJar</c>, <c>quarkusBuild</c>, <c>shadowJar</c>, <c>installDist</c>.</summary>
    public required string Task { get; init; }

    public override string Image => HasWrapper ? JavaImages.Jdk(Java) : $"gradle:{Gradle}-jdk{Java.Major}";

    // The task makes this one jar and no other, in a folder that was not sent.
    protected override string Archive => Built(Layout == JavaLayout.Quarkus ? "build/quarkus-app" : "build/libs/*.jar");

    public override void Append(StringBuilder text, StageExtras extras)
    {
        var task = Module.Length == 0 ? Task : $":{Module.Replace('/', ':')}:{Task}";
        var gradle = $"{(HasWrapper ? "sh ./gradlew" : "gradle")} -g {Home} --no-daemon --console=plain {CommandLine.Quote(task)}";
        text.Append($"""

            {Instruction.Copy([Root.Length == 0 ? "." : Root], "")}

            """);
        extras.WriteEnd(text);
        text.Append($"""
            # Gradle and the libraries lie in the mount, so that an edit downloads nothing again; two builds at once would lock each other out of it.
            RUN --mount=type=cache,id=gradle,sharing=locked,target={Home} \
                {SecretMounts}
            """);
        AppendCommands(text, [gradle, .. Collect(), .. Layout == JavaLayout.Libraries ? [$"cp -R {Built("build/install/*/lib")} /out/lib", $"rm \"/out/lib/$(basename {Archive})\""] : Array.Empty<string>()]);
    }
}
