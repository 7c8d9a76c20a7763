using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// A project file in the making, and the commands a person runs on it. Fluent, in the manner of MSBuild.ProjectCreation:
/// <c>workspace.Web("app").Property("ContainerPort", "9090").Publish()</c>. The file is written before every command.
/// </summary>
public sealed class TestProject
{
    private readonly ProjectRootElement _root;
    private readonly Dictionary<string, string> _environment = [];
    private string _extension = "csproj";

    internal TestProject(TestWorkspace workspace, string name, string sdk)
    {
        Workspace = workspace;
        Name = name;
        _root = ProjectRootElement.Create(new ProjectCollection(), NewProjectFileOptions.None);
        _root.Sdk = sdk;
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Where the project lives.</summary>
    public TestWorkspace Workspace { get; }

    /// <summary>
    /// Path of the folder below the workspace; its last part is the name of the project file, which is <c>app</c> in the root.
    /// </summary>
    public string Name { get; }

    /// <summary>Absolute path of the project's folder.</summary>
    public string Folder => Workspace.Combine(Name);

    /// <summary>Absolute path of the project file.</summary>
    public string ProjectFile => Path.Combine(Folder, $"{(Name.Length == 0 ? "app" : Path.GetFileName(Name))}.{_extension}");

    /// <summary>Where a publish puts the generated Dockerfile unless it is told otherwise.</summary>
    public string GeneratedDockerfile => Combine("obj", "container", "Dockerfile");

    /// <summary>An absolute path below the project's folder.</summary>
    public string Combine(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>The text of a file below the project's folder.</summary>
    public string Read(string relativePath) => System.IO.File.ReadAllText(Combine(relativePath));

    /// <summary>Sets a property of the project; the last one wins, as in MSBuild.</summary>
    public TestProject Property(string name, string value)
    {
        _root.AddProperty(name, value);
        return this;
    }

    /// <summary>Adds an item, its metadata written as attributes.</summary>
    public TestProject Item(string type, string include, params (string Name, string Value)[] metadata)
    {
        var item = _root.AddItem(type, include);
        foreach (var (name, value) in metadata)
        {
            item.AddMetadata(name, value, expressAsAttribute: true);
        }

        return this;
    }

    /// <summary>References a NuGet package; without a version when that comes from Directory.Packages.props.</summary>
    public TestProject Package(string id, string? version = null, params (string Name, string Value)[] metadata) =>
        Item("PackageReference", id, version is null ? metadata : [("Version", version), .. metadata]);

    /// <summary>References the package under test, as its README says to.</summary>
    public TestProject ReferencesContainerGuard() => Package("ContainerGuard", Workspace.Package.Version, ("PrivateAssets", "all"));

    /// <summary>Takes a reference back that a template added.</summary>
    public TestProject Without(string type, string include)
    {
        foreach (var item in _root.Items.Where(item => item.ItemType == type && item.Include == include).ToArray())
        {
            item.Parent.RemoveChild(item);
        }

        return this;
    }

    /// <summary>References another project of the workspace.</summary>
    public TestProject References(TestProject other) =>
        Item("ProjectReference", Path.GetRelativePath(Folder, other.Save().ProjectFile));

    /// <summary>Resolves and writes one registry as another: the item a company with a mirror has.</summary>
    public TestProject Mirror(string registry, string mirror) => Item("ContainerGuardMirror", registry, ("Registry", mirror));

    /// <summary>Writes a file below the project's folder.</summary>
    public TestProject File(string relativePath, string text)
    {
        Workspace.Write(Path.Combine(Name, relativePath), text);
        return this;
    }

    /// <summary>Sets a variable for every command run on this project.</summary>
    public TestProject Environment(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Makes it a project of another language: <c>fsproj</c>, <c>vbproj</c>.</summary>
    public TestProject Language(string extension)
    {
        _extension = extension;
        return this;
    }

    /// <summary>Adds raw elements, for what the other methods have no word for: targets, imports, conditions.</summary>
    public TestProject Xml(Action<ProjectRootElement> change)
    {
        change(_root);
        return this;
    }

    /// <summary>Writes the project file.</summary>
    public TestProject Save()
    {
        _root.Save(ProjectFile);
        return this;
    }

    /// <summary>Runs <c>dotnet publish</c>.</summary>
    public Task<CommandResult> Publish(params string[] arguments) => DotNet(["publish", .. arguments]);

    /// <summary>Runs <c>dotnet build</c>.</summary>
    public Task<CommandResult> Build(params string[] arguments) => DotNet(["build", .. arguments]);

    /// <summary>Runs <c>dotnet</c> in a terminal of this width, as a person does.</summary>
    public Task<Screen> InTerminal(int columns, params string[] arguments) => InTerminal(columns, isOver: null, arguments);

    /// <summary>The same for a command that goes on until <paramref name="isOver"/> says that the screen shows enough.</summary>
    public Task<Screen> InTerminal(int columns, Func<string, bool>? isOver, params string[] arguments) =>
        Terminal.DotNetAsync(columns, Save().Folder, arguments, AllVariables(), isOver);

    /// <summary>Runs one target, restoring first: <c>dotnet build --target:NAME</c>.</summary>
    public Task<CommandResult> Target(string name, params string[] arguments) => DotNet(["build", $"--target:{name}", .. arguments]);

    /// <summary>Runs <c>dotnet</c> in the project's folder, whatever the command.</summary>
    public Task<CommandResult> DotNet(params string[] arguments)
    {
        Save();
        return DotNetCli.RunAsync(Folder, arguments, AllVariables());
    }

    private Dictionary<string, string> AllVariables()
    {
        var environment = new Dictionary<string, string>(Workspace.Package.Environment);
        foreach (var (name, value) in _environment)
        {
            environment[name] = value;
        }

        return environment;
    }

    internal TestProject Executable() =>
        Property("TargetFramework", "net10.0").Property("Nullable", "enable").Property("ImplicitUsings", "enable");
}
