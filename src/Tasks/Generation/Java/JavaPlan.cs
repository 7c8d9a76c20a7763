using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Java;

/// <summary>A Java application, built with Maven or Gradle: its libraries and its jar, in an image with a Java runtime.</summary>
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
        // Tests run before an image is built, and do not ship.
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
                return $"ContainerFamily distroless has Java 17, 21 and 25, but this project needs Java {Build.Java.Major}. Remove ContainerFamily, or set ContainerBaseImage.";
            }

            return images.Value.IsLinked && !Build.IsLinkable
                ? $"ContainerFamily jlink is not possible: jdeps cannot read the output of {(Build.Layout == JavaLayout.Quarkus ? "Quarkus" : "Spring Boot before 3.3")}. Remove ContainerFamily, or set it to distroless."
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
            # build runs on the builder's architecture: Java classes run on every architecture.
            FROM --platform=$BUILDPLATFORM {build.Pinned(pins)} AS build
            WORKDIR {JavaBuild.SourceDirectory}

            """);
        App.BuildExtras.WriteBegin(text);
        Build.Append(text, App.BuildExtras);
        if (images.Value.IsLinked) AppendRuntime(text, build.Pinned(pins));
        AppendFinal(text, Final.Pinned(pins));
    }

    /// <summary>Writes a Java runtime of the modules that jdeps finds in use (docs.oracle.com, "The jlink Command").</summary>
    private void AppendRuntime(StringBuilder text, string image)
    {
        // TLS algorithms are found by name, which jdeps does not see. Since Java 22 they are in java.base.
        var more = Build.Java.Major < 22 ? ",jdk.crypto.ec" : "";
        var compress = Build.Java.Major < 21 ? "2" : "zip-6";
        text.Append($"""

            # runtime builds a Java runtime of only the modules in use, for the target's architecture.
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
            # final is the image that ships: no JDK, no build tool, no sources (CG2007).

            """);
        FinalStage.AppendFrom(text, App, image);
        text.Append("""
            # Owned by root and read-only for the app: an attacker in the process cannot change its code.
            # Files that rarely change come first, so that their layers are reused.

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
            images.Value.IsDistroless ? ", because the image has no shell and no HTTP client" : "",
            App.Process.Count > 0 ? App.Process : [images.Value.Java, "-XX:MaxRAMPercentage=75", .. Build.Arguments(directory)],
            App.Process.Count > 0 ? "" : "The heap may use 75 % of the container's memory. Java's default is 25 %.");
    }

    /// <summary>The project's port, as the variable of the framework.</summary>
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
