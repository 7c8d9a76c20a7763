using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>
/// A family's shapes in one repository, published by one <c>dotnet publish</c> of its solution, as people with many applications do; those
/// that are alone are published when they are asked for.
/// </summary>
/// <typeparam name="TFamily">The family.</typeparam>
public sealed class PublishedShapes<TFamily>(DockerEngine engine, PublishedPackage package) : IAsyncLifetime
    where TFamily : IShapeFamily
{
    private readonly Dictionary<string, PublishedShape> _published = [];
    private readonly List<TestWorkspace> _workspaces = [];

    public async ValueTask InitializeAsync()
    {
        if (!engine.IsAvailable) return;

        foreach (var group in TFamily.Shapes.Select(static shape => shape.Images).OfType<string>().Distinct())
        {
            await DockerEngine.Make(group);
        }

        if (TFamily.Shapes.Where(static shape => !shape.IsAlone).ToList() is { Count: > 0 } together) await PublishTogether(together);
    }

    /// <summary>The shape of this name, published.</summary>
    public async Task<PublishedShape> Of(string name) =>
        _published.TryGetValue(name, out var published)
            ? published
            : await PublishAlone(TFamily.Shapes.Single(shape => shape.Name == name));

    public ValueTask DisposeAsync()
    {
        foreach (var workspace in _workspaces) workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task PublishTogether(IReadOnlyList<DotNetShape> shapes)
    {
        var workspace = NewRepository();
        var projects =
            shapes.Select(shape => shape.Write(new ShapeFolder(workspace, engine, shape.FolderName, shape.FolderName)).Save()).ToList();
        workspace.Write("All.slnx", $"""
            <Solution>
            {string.Concat(projects.Select(project => $"  <Project Path=\"{Path.GetRelativePath(workspace.Path, project.ProjectFile)}\" />\n"))}
            </Solution>
            """);

        var publish =
            await workspace.DotNet("publish", "All.slnx", "--configuration", "Release", "-p:ContainerGuardLevel=all", SarifFile.Option);
        foreach (var (shape, project) in shapes.Zip(projects))
        {
            _published[shape.Name] = new PublishedShape(shape, workspace.Path, project, publish, workspace.Combine(shape.FolderName) + "/");
        }
    }

    private async Task<PublishedShape> PublishAlone(DotNetShape shape)
    {
        var workspace = NewRepository("Grüße aus 東京");
        var project = shape.Write(new ShapeFolder(workspace, engine, "", shape.FolderName)).Save();
        var publish = await project.Publish(["-p:ContainerGuardLevel=all", SarifFile.Option, .. shape.Arguments]);
        return new PublishedShape(shape, workspace.Path, project, publish, workspace.Path + "/");
    }

    private TestWorkspace NewRepository(string name = "work")
    {
        var workspace = package.NewRepository(name);
        _workspaces.Add(workspace);

        // What a person keeps out of images, the generated ignore file keeps out as well.
        workspace.Write(".dockerignore", "**/appsettings.Development.json\n");
        return workspace;
    }
}

/// <summary>A shape and what <c>dotnet publish</c> made of it.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Context">The repository, which is the build context; absolute.</param>
/// <param name="Project">The project.</param>
/// <param name="Publish">What the publish said, of this project and maybe of others.</param>
/// <param name="Folder">Where all files of this shape are, absolute, with a slash at the end.</param>
public sealed record PublishedShape(DotNetShape Shape, string Context, TestProject Project, CommandResult Publish, string Folder)
{
    private const string Arrow = " -> ";

    /// <summary>The last two lines on this project: where the Dockerfile is and what was found; how to build it.</summary>
    public string Summary
    {
        get
        {
            Publish.ShouldSucceed();
            var lines = Publish.StandardOutput.Split('\n');
            var at = Array.FindIndex(
                lines,
                line => line.Contains(Arrow + Folder, StringComparison.Ordinal) && line.Contains(" pinned, ", StringComparison.Ordinal));
            at.ShouldBeGreaterThanOrEqualTo(
                0, $"The publish said nothing of a Dockerfile in {Folder}:{Environment.NewLine}{Publish.Output}");
            return $"{lines[at].Trim()[lines[at].Trim().IndexOf(Arrow, StringComparison.Ordinal)..]} {lines[at + 1].Trim()}";
        }
    }

    /// <summary>The generated Dockerfile, absolute.</summary>
    public string Dockerfile => Summary[Arrow.Length..Summary.IndexOf(" (", StringComparison.Ordinal)];

    /// <summary>The command that builds the image.</summary>
    public string BuildCommand => Summary[Summary.IndexOf("docker buildx build ", StringComparison.Ordinal)..];
}
