using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>
/// Where the projects of a shape are written. Every project that a container is made of has beside it what must not get into an image:
/// files with a <see cref="Promises.Secret"/> in them, under the names by which such files go.
/// </summary>
/// <param name="workspace">The repository.</param>
/// <param name="engine">Where the stand-ins are.</param>
/// <param name="path">The folder below the repository; empty for its root.</param>
/// <param name="name">What the project that is published is called unless it says otherwise.</param>
public sealed class ShapeFolder(TestWorkspace workspace, DockerEngine engine, string path, string name)
{
    /// <summary>A C# expression: the number of the user that the process has, as the kernel sees it.</summary>
    public const string User = """System.IO.File.ReadAllText("/proc/self/status").Split("Uid:\t")[1].Split('\t')[0]""";

    /// <summary>The package under test.</summary>
    public PublishedPackage Package => workspace.Package;

    /// <summary>A web application that answers <c>GET /</c>.</summary>
    /// <param name="answer">A C# expression.</param>
    /// <param name="project">Its folder, and its name, below the shape's folder.</param>
    public TestProject Web(string answer = "\"Hello World!\"", string? project = null) =>
        WithSecrets(workspace.Web(At(project ?? name)).File("Program.cs", $"""
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", () => {answer});
            app.Run();

            """));

    /// <summary>A console application that writes what it knows, and its user, and ends.</summary>
    /// <param name="text">A C# expression.</param>
    /// <param name="project">Its folder, and its name, below the shape's folder.</param>
    public TestProject Console(string text = "\"Hello World!\"", string? project = null) =>
        WithSecrets(workspace.Console(At(project ?? name)).File("Program.cs", $"""
            Console.WriteLine({text});
            Console.WriteLine({User});

            """));

    /// <summary>A worker on the generic host.</summary>
    public TestProject Worker() => WithSecrets(workspace.Worker(At(name)));

    /// <summary>A console application in another language, whose program the shape writes.</summary>
    /// <param name="extension">Of the project file.</param>
    /// <param name="sdk">The SDK.</param>
    public TestProject Application(string extension, string sdk) => WithSecrets(workspace.Project(At(name), sdk)
        .Language(extension)
        .Property("TargetFramework", "net10.0")
        .Property("OutputType", "Exe")
        .ReferencesContainerGuard());

    /// <summary>A class library, in which <c>Greeting.Text</c> of its own namespace says hello.</summary>
    public TestProject Library(
        string project) => workspace.Library(At(project)).Property("ImplicitUsings", "enable").File("Greeting.cs", $$"""
        namespace {{project}};

        public static class Greeting
        {
            public static string Text => "Hello from {{project}}!";
        }

        """);

    /// <summary>Any other project.</summary>
    public TestProject Project(string project, string sdk) => workspace.Project(At(project), sdk).Property("TargetFramework", "net10.0");

    /// <summary>Writes a file beside the projects.</summary>
    public ShapeFolder File(string file, string text)
    {
        workspace.Write(At(file), text);
        return this;
    }

    /// <summary>An absolute path.</summary>
    public string Combine(string file) => workspace.Combine(At(file));

    private string At(string file) => System.IO.Path.Combine(path, file);

    private TestProject WithSecrets(TestProject project)
    {
        // The SDK publishes every JSON file of a web project, and imports the .user file beside a project.
        project.File("appsettings.Development.json", $$"""{ "Key": "{{Promises.Secret}}" }""");
        project.File(
            $"{System.IO.Path.GetFileName(project.ProjectFile)}.user",
            $"<Project><PropertyGroup><Company>{Promises.Secret}</Company></PropertyGroup></Project>\n");
        return project.WithSecrets().MirroredBy(engine).Mirror("docker.io", engine.HubMirror);
    }
}
