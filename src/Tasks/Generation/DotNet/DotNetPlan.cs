using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>A .NET project, which MSBuild has evaluated.</summary>
internal sealed class DotNetPlan : ContainerPlan
{
    private readonly DotNetProject project;
    private readonly Lazy<RestoreInputs> inputs;
    private readonly Lazy<GlobalJson?> globalJson;

    /// <param name="project">The project.</param>
    /// <param name="files">The disk.</param>
    /// <param name="intermediateFolder">Where restore left what it found out (<c>obj</c>), absolute.</param>
    public DotNetPlan(DotNetProject project, IFileSystem files, string intermediateFolder)
    {
        this.project = project;
        inputs = new(() => RestoreInputCollector.Collect(files, project, intermediateFolder));
        globalJson = new(() => GlobalJson.Nearest(files, project));
    }

    /// <param name="project">The project.</param>
    /// <param name="inputs">What restore reads.</param>
    public DotNetPlan(DotNetProject project, RestoreInputs inputs)
    {
        this.project = project;
        this.inputs = new(inputs);
        globalJson = new(inputs.GlobalJson);
    }

    public override ContainerProject Project => project;

    public override string? Obstacle => project.Obstacle() ?? ObstacleOfExtras();

    public override string? BuildObstacle => IsPublished ? null : inputs.Value.Obstacle(project.ContextDirectory);

    public override IReadOnlyList<string> Images => IsPublished ? [BaseImages.For(project, globalJson.Value).Final.Reference] : BaseImages.For(project, globalJson.Value).References;

    public override BuildInputs Inputs => IsPublished ? new BuildInputs { Files = [] } : inputs.Value;

    public override string Name => project.AssemblyName;

    public override string? Platform => RuntimeIdentifiers.PlatformOf(project.RuntimeIdentifier);

    private string? ObstacleOfExtras()
    {
        var images = BaseImages.For(project, globalJson.Value);
        var isMusl = BaseImages.IsMusl(project);
        return project.BuildExtras.Obstacle("build", images.Build.Reference, hasShell: true, hasApt: !isMusl)
            ?? project.FinalExtras.Obstacle("final", images.Final.Reference, !images.IsDistroless, !images.IsDistroless && !isMusl && !images.Final.Reference.Contains("azurelinux", StringComparison.Ordinal));
    }

    private bool IsPublished => project.PublishFolder is not null;

    public override GeneratedFiles Write(IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile) =>
        IsPublished ? DotNetDockerfile.GenerateForPublished(project, globalJson.Value, pins) : DotNetDockerfile.Generate(project, inputs.Value, pins, ownIgnoreFile);
}
