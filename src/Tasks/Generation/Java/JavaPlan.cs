using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Java;

/// <summary>A Java application, built by Maven or Gradle: its libraries and its jar, in an image with a Java runtime.</summary>
internal sealed class JavaPlan : AppPlan
{
    private readonly Lazy<(JavaBuild? Build, string? Obstacle)> read;
    private readonly Lazy<JavaImages> images;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public JavaPlan(AppProject app, IFileSystem files)
        : base(app)
    {
        read = new(() => Read(files));
        images = new(() => JavaImages.For(app, Build.Java));
    }

    public override string? Obstacle => base.Obstacle ?? read.Value.Obstacle ?? RuntimeObstacle;

    public override UnlockedManifest? Unlocked => Build.Unlocked;

    public override string Name => App.AssemblyName.Length > 0 ? App.AssemblyName : Build.Name;

    public override IReadOnlyList<string> Images => Build.Image == Final.Reference ? [Build.Image] : [Build.Image, Final.Reference];

    public override BuildInputs Inputs => Build.Inputs with
    {
        // Tests have run before an image is made, and no image ships them.
        LeftOut = [.. LeftOut(), "**/src/test"],
        BuildFolders = [App.InContext("obj"), .. Build.Inputs.BuildFolders],
        BuildProducts = ["**/.gradle", "**/*.class"],
    };

    protected override string FinalImage => Final.Reference;

    protected override string BuildImage => Build.Image;

    protected override string VariantWithApt => "noble";

    private JavaBuild Build => read.Value.Build ?? throw new InvalidOperationException(Obstacle);

    private BaseImage Final => images.Value.Final;

    private string? RuntimeObstacle
    {
        get
        {
            if (App.ContainerFamily == "distroless" && App.ContainerBaseImage.Length == 0 && Build.Java.Major is not (17 or 21 or 25))
            {
                return $"ContainerFamily is distroless, which has Java 17, 21 and 25, and this project needs Java {Build.Java.Major}. Name another image by ContainerBaseImage, or leave ContainerFamily out.";
            }

            return images.Value.IsLinked && !Build.IsLinkable
                ? $"ContainerFamily is jlink, and jdeps cannot look into what {(Build.Layout == JavaLayout.Quarkus ? "Quarkus makes" : "a Spring Boot before 3.3 makes")}. Leave ContainerFamily out, or set it to distroless."
                : null;
        }
    }

    private (JavaBuild? Build, string? Obstacle) Read(IFileSystem files)
    {
        if (files.FileExists(OnDisk("pom.xml")))
        {
            var maven = new MavenReader(files, App);
            return (maven.Read(), maven.Obstacle);
        }

        var gradle = new GradleReader(files, App);
        return (gradle.Read(), gradle.Obstacle);
    }

    protected override void WriteBody(StringBuilder text, IReadOnlyDictionary<string, string> pins)
    {
        var build = new BaseImage(Build.Image, Build.Java.Reason);
        text.Append('\n').Append(Instruction.Comment(build.Sentence));
        text.Append($"""
            # build compiles on the builder's own architecture: what comes out runs on every one.
            FROM --platform=$BUILDPLATFORM {build.Pinned(pins)} AS build
            WORKDIR {JavaBuild.SourceDirectory}

            """);
        App.BuildExtras.WriteBegin(text);
        Build.Append(text, App.BuildExtras);
        if (images.Value.IsLinked) AppendRuntime(text, build.Pinned(pins));
        AppendFinal(text, Final.Pinned(pins));
    }

    /// <summary>A Java of those modules that jdeps sees in use (docs.oracle.com, "The jlink Command").</summary>
    private void AppendRuntime(StringBuilder text, string image)
    {
        // Algorithms of TLS are found by their names, which jdeps cannot see; since Java 22 they are in java.base.
        var more = Build.Java.Major < 22 ? ",jdk.crypto.ec" : "";
        var compress = Build.Java.Major < 21 ? "2" : "zip-6";
        text.Append($"""

            # runtime makes a Java of the modules that are used, for the target's own architecture.
            FROM {image} AS runtime
            COPY --from=build /out /out
            RUN modules=$(jdeps --print-module-deps --ignore-missing-deps --multi-release {Build.Java.Major} {Build.JdepsArguments}) && \
                jlink --add-modules "$modules{more}" --compress={compress} --no-header-files --no-man-pages --output /opt/jre

            """);
    }

    private void AppendFinal(StringBuilder text, string image)
    {
        var directory = FinalStage.Directory(App);
        text.Append('\n').Append(Instruction.Comment(Final.Sentence));
        text.Append("""
            # final is the image that ships, without the JDK, the build tool and the sources (CG2007).

            """);
        FinalStage.AppendFrom(text, App, image);
        text.Append("""
            # Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
            # What changes least often comes first, and stays a layer that nobody downloads again.

            """);
        if (images.Value.IsLinked) text.Append("COPY --from=runtime /opt/jre /opt/jre\n");
        var isFirst = true;
        foreach (var (from, to) in Build.Copies)
        {
            string[] sources = [.. from.Select(static source => $"/out/{source}")];
            text.Append(to.Length == 0 ? Instruction.CopyFrom("build", sources, directory) : Instruction.CopyFrom("build", sources[0], $"{directory}/{to}")).Append('\n');
            if (isFirst) text.Append($"WORKDIR {Instruction.Quote(directory)}\n");
            isFirst = false;
        }

        FinalStage.AppendSettings(text, App, Variables, PortsOr(Build.Port), Final.Reference, image);
        FinalStage.AppendUser(text, App, images.Value.User, images.Value.UserReason);
        FinalStage.AppendProcess(
            text,
            images.Value.IsDistroless ? ": the image has no shell and no HTTP client" : "",
            App.Process.Count > 0 ? App.Process : [images.Value.Java, "-XX:MaxRAMPercentage=75", .. Build.Arguments(directory)],
            App.Process.Count > 0 ? "" : "The heap may take three quarters of the container's memory; of itself Java takes a quarter.");
    }

    /// <summary>What the project says to listen on is said to the framework as well.</summary>
    private Dictionary<string, string> Variables
    {
        get
        {
            var variables = new Dictionary<string, string>();
            foreach (var port in App.ContainerPorts)
            {
                if (port.Protocol == "tcp" && Build.PortVariable is { } variable) variables.TryAdd(variable, $"{port.Number}");
            }

            return variables;
        }
    }
}
