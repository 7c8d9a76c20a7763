using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.Java;

/// <summary>A Java application, built with Maven or Gradle: its libraries and its jar, in an image with a Java runtime.</summary>
internal sealed class JavaPlanner : AppPlanner
{
    private readonly Lazy<StartingJava> _starting;
    private readonly Lazy<(JavaBuild? Build, Problem? Problem)> _read;
    private readonly Lazy<JavaImages> _images;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public JavaPlanner(AppProject app, IFileSystem files)
        : base(app)
    {
        _starting = new(() => StartingJava.Read(files, app.Directory));
        _read = new(() => Read(files));
        _images = new(() => JavaImages.For(app, Build.Java));
    }

    protected override Problem? ProblemOfManifest => _read.Value.Problem ?? ProblemOfRuntime;

    protected override Problem? Unlocked => Build.Unlocked;

    protected override IEnumerable<Problem?> Doubts
    {
        get
        {
            if (Build.Layout != JavaLayout.Libraries && _starting.Value.DatabaseFile is { } url)
            {
                yield return Writes($"The database {url}", "src/main/resources");
            }

            if (_starting.Value.WebSource is { } source && App.FinalExtras.Copies.Count == 0)
            {
                const string Pages = StartingJava.WebFolder;
                yield return new(
                    $"{source} reads the folder {Pages}, which is not part of the image.",
                    $"Add it: <ContainerGuardCopy Include=\"{Pages}\" Destination=\"{FinalStage.Directory(App)}/{Pages}\" />.")
                {
                    Rule = GuardCodes.ImageUncertain,
                    Path = OnDisk(source),
                };
            }

            if (App.Process.Count == 0 && _starting.Value.IsDropwizard)
            {
                yield return new(
                    "Dropwizard needs a command and a configuration file, which the image does not have.",
                    "Add the file with ContainerGuardCopy, and set the start command: "
                        + $"<ContainerAppCommand Include=\"java;-jar;/app/{Build.Name}.jar;server;/app/config.yml\" />.")
                {
                    Rule = GuardCodes.ImageUncertain,
                };
            }
        }
    }

    protected override string Name => App.AssemblyName.Length > 0 ? App.AssemblyName : Build.Name;

    protected override IReadOnlyList<string> Images => Build.Image == FinalImage ? [Build.Image] : [Build.Image, FinalImage];

    protected override BuildInputs Inputs => Build.Inputs with
    {
        // Tests run before an image is built, and are not part of it.
        LeftOut = [.. LeftOut(), "**/src/test"],
        BuildFolders = [App.InContext("obj"), .. Build.Inputs.BuildFolders],
        BuildProducts = ["**/.gradle", "**/*.class"],
    };

    protected override string FinalImage => _images.Value.Final.Reference;

    protected override string BuildImage => Build.Image;

    protected override string VariantWithApt => "noble";

    private JavaBuild Build => _read.Value.Build ?? throw new InvalidOperationException(_read.Value.Problem?.Text);

    protected override IReadOnlyList<ContainerPort> Ports => PortsOr(Build.Port ?? PortOfProcfile);

    /// <summary>The port of a program that reads PORT; null for frameworks, which have their own variable.</summary>
    private int? PortOfProcfile
    {
        get
        {
            const int Usual = 8080;
            return Build.PortVariable is not null || !_starting.Value.ReadsPort ? null
                : App.ContainerPorts.FirstOrDefault(static port => port.Protocol == "tcp")?.Number ?? Usual;
        }
    }

    private Problem? ProblemOfRuntime
    {
        get
        {
            if (App.ContainerFamily == "distroless"
                && App.ContainerBaseImage.Length == 0
                && !JavaVersion.LongTerm.Contains(Build.Java.Major))
            {
                return new(
                    $"ContainerFamily distroless supports only Java {WordList.And(JavaVersion.LongTerm)}, "
                        + $"but this project needs Java {Build.Java.Major}.",
                    "Remove ContainerFamily, or set ContainerBaseImage.");
            }

            return _images.Value.IsLinked && !Build.IsLinkable
                ? new(
                    "ContainerFamily jlink is not possible: jdeps cannot read the output of "
                        + $"{(Build.Layout == JavaLayout.Quarkus ? "Quarkus" : "Spring Boot before 3.3")}.",
                    "Remove ContainerFamily, or set it to distroless.")
                : null;
        }
    }

    private (JavaBuild? Build, Problem? Problem) Read(IFileSystem files)
    {
        if (files.FileExists(OnDisk("pom.xml")))
        {
            var maven = new MavenReader(files, App);
            return (maven.Read(), maven.Problem);
        }

        var gradle = new GradleReader(files, App);
        return (gradle.Read(), gradle.Problem);
    }

    protected override void WriteBuild(DockerfileWriter file)
    {
        file.Line().Comment(new BaseImage(Build.Image, Build.Java.Reason).Sentence);
        file.Line("# build runs on the builder's architecture: Java classes run on every architecture.")
            .From(Build.Image, "build", onBuilder: true);
        file.Line($"WORKDIR {JavaBuild.SourceDirectory}").Begin(App.BuildExtras);
        Build.Write(file, App.BuildExtras);
        if (_images.Value.IsLinked) WriteRuntime(file);
    }

    /// <summary>Writes a Java runtime of the modules that jdeps finds in use (docs.oracle.com, "The jlink Command").</summary>
    private void WriteRuntime(DockerfileWriter file)
    {
        // TLS algorithms are found by name, which jdeps does not see. Since Java 22 they are in java.base.
        var more = Build.Java.Major < 22 ? ",jdk.crypto.ec" : "";
        var compress = Build.Java.Major < 21 ? "2" : "zip-6";
        file.Line().Line("# runtime builds a Java runtime of only the modules in use, for the target's architecture.")
            .From(Build.Image, "runtime");
        file.Append($"""
            COPY --from=build /out /out
            RUN modules=$(jdeps --print-module-deps --ignore-missing-deps --multi-release {Build.Java.Major} {Build.JdepsArguments}) && \
                jlink --add-modules "$modules{more}" --compress={compress} --no-header-files --no-man-pages --output /opt/jre

            """);
    }

    protected override FinalStage Final
    {
        get
        {
            var directory = FinalStage.Directory(App);
            return new()
            {
                Image = FinalImage,
                Reasons = [_images.Value.Final.Sentence, "final is the image that ships: no JDK, no build tool, no sources (CG2007)."],
                ReasonsOfFiles = [FinalStage.OwnedByRoot, "Files that rarely change come first, so that their layers are reused."],
                Files = FilesIn(directory),
                Variables = Variables,
                Ports = Ports,
                User = _images.Value.IsDistroless ? StageUser.Nonroot : StageUser.Any,
                Health = HealthOr(_images.Value.IsDistroless ? StageHealth.WithoutClient : StageHealth.Outside),
                Process = App.Process.Count > 0
                    ? new(App.Process)
                    : new([_images.Value.Java, "-XX:MaxRAMPercentage=75", .. Build.Arguments(directory)])
                    {
                        Note = "The heap may use 75 % of the container's memory. Java's default is 25 %.",
                    },
            };
        }
    }

    private List<StageStep> FilesIn(string directory)
    {
        List<StageStep> steps = _images.Value.IsLinked ? [CopyStep.Of("runtime", "/opt/jre", "/opt/jre")] : [];
        var isFirst = true;
        foreach (var (from, to) in Build.Copies)
        {
            string[] sources = [.. from.Select(static source => $"/out/{source}")];
            steps.Add(new CopyStep(sources, $"{directory}/{to}", "build"));
            if (isFirst) steps.Add(new WorkdirStep(directory));
            isFirst = false;
        }

        return steps;
    }

    // Temurin's images on Ubuntu have curl "for historical reasons" (adoptium/containers, templates of the Dockerfiles).
    protected override StageHealth? Probe(HealthAddress address) =>
        ImageTools.IsAlpine(FinalImage) ? address.Wget
        : _images.Value.IsDistroless || App.ContainerBaseImage.Length > 0 || App.ContainerFamily is not ("" or "noble" or "jammy") ? null
        : address.Curl("curl is part of Temurin's images on Ubuntu (CG6009).");

    protected override string WayToHealth => "Remove ContainerFamily, or set it to alpine";

    /// <summary>The project's port, as the variable of the framework, or as the one that a program with a Procfile reads.</summary>
    private Dictionary<string, string> Variables
    {
        get
        {
            var variables = new Dictionary<string, string>();
            foreach (var port in App.ContainerPorts)
            {
                if (port.Protocol == "tcp" && Build.PortVariable is { } variable) variables.TryAdd(variable, $"{port.Number}");
            }

            if (PortOfProcfile is { } read) variables["PORT"] = $"{read}";
            return variables;
        }
    }
}
