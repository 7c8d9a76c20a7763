using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>The plan of a .NET project.</summary>
internal sealed class DotNetPlan : ContainerPlan
{
    /// <summary>Ubuntu, with a shell and apt-get.</summary>
    private const string VariantWithApt = "noble";

    private readonly DotNetProject project;
    private readonly Lazy<SpaClients> clients;
    private readonly Lazy<RestoreInputs> inputs;
    private readonly Lazy<GlobalJson?> globalJson;
    private readonly Lazy<BaseImages> images;

    /// <param name="project">The project.</param>
    /// <param name="files">The disk.</param>
    /// <param name="intermediateFolder">The folder with the output of restore (<c>obj</c>), absolute.</param>
    public DotNetPlan(DotNetProject project, IFileSystem files, string intermediateFolder)
    {
        this.project = project;
        clients = new(() => SpaReader.Read(files, project));
        inputs = new(() => RestoreInputCollector.Collect(files, project, intermediateFolder) with { Clients = clients.Value });
        globalJson = new(() => GlobalJson.Nearest(files, project));
        images = new(() => BaseImages.For(project, globalJson.Value));
    }

    /// <param name="project">The project.</param>
    /// <param name="inputs">The files that restore reads.</param>
    public DotNetPlan(DotNetProject project, RestoreInputs inputs)
    {
        this.project = project;
        clients = new(inputs.Clients);
        this.inputs = new(inputs);
        globalJson = new(inputs.GlobalJson);
        images = new(() => BaseImages.For(project, inputs.GlobalJson));
    }

    public override ContainerProject Project => project;

    public override string? Obstacle => project.Obstacle() ?? ObstacleOfExtras();

    public override string? BuildObstacle => IsPublished ? null
        : inputs.Value.Obstacle(project.ContextDirectory) ?? (project.IsWindows ? WindowsDockerfile.Obstacle(inputs.Value) : null);

    public override IReadOnlyList<string> MissedFiles => IsPublished ? [] : inputs.Value.MissedFiles;

    public override IReadOnlyList<string> Images => IsPublished
        ? [images.Value.Final.Reference]
        : [.. clients.Value.Clients.Select(static client => client.App.Images.Build.Reference).Distinct(), .. images.Value.References];

    public override BuildInputs Inputs => IsPublished ? new BuildInputs { Files = [] } : inputs.Value.WithClients();

    public override string Name => project.AssemblyName;

    public override string? Platform => ContainerTargets.PlatformOf(project);

    private string? ObstacleOfExtras() =>
        project.BuildExtras.Obstacle("build", images.Value.Build.Reference, VariantWithApt)
        ?? project.FinalExtras.Obstacle("final", images.Value.Final.Reference, VariantWithApt);

    private bool IsPublished => project.PublishFolder is not null;

    public override GeneratedFiles Write(IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile) =>
        IsPublished ? DotNetDockerfile.GenerateForPublished(project, globalJson.Value, pins) : DotNetDockerfile.Generate(project, inputs.Value, pins, ownIgnoreFile);
}
