using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>Reads a .NET project, and answers with its plan.</summary>
internal static class DotNetPlanner
{
    /// <summary>Ubuntu, with a shell and apt-get.</summary>
    private const string VariantWithApt = "noble";

    /// <param name="project">The project.</param>
    /// <param name="files">The disk.</param>
    /// <param name="intermediateFolder">The folder with the output of restore (<c>obj</c>), absolute.</param>
    public static ContainerPlan Answer(DotNetProject project, IFileSystem files, string intermediateFolder)
    {
        if (project.Problem() is { } problem) return new() { Project = project, Problems = [problem] };
        if (project.PublishFolder is not null) return Published(project, GlobalJson.Nearest(files, project));
        var inputs = RestoreInputCollector.Collect(files, project, intermediateFolder) with { Clients = SpaReader.Read(files, project) };
        return Answer(project, inputs);
    }

    /// <param name="project">The project.</param>
    /// <param name="inputs">The files that restore reads.</param>
    public static ContainerPlan Answer(DotNetProject project, RestoreInputs inputs)
    {
        if (project.Problem() is { } unreadable) return new() { Project = project, Problems = [unreadable] };
        if (project.PublishFolder is not null) return Published(project, inputs.GlobalJson);

        var images = BaseImages.For(project, inputs.GlobalJson);
        if (ProblemOfExtras(project, images) is { } extras) return new() { Project = project, Problems = [extras] };
        IReadOnlyList<string> references =
            [.. inputs.Clients.Clients.Select(static client => client.App.Images.Build.Reference).Distinct(), .. images.References];
        var problem = inputs.Problem(project.ContextDirectory) ?? (project.IsWindows ? WindowsDockerfile.Problem(inputs) : null);
        if (problem is not null) return new() { Project = project, Problems = [problem], Images = references };

        var all = inputs.WithClients();
        return new((pins, ownIgnoreFile) => Write(project, inputs, pins, ownIgnoreFile))
        {
            Project = project,
            Problems = [.. inputs.MissedFiles.Select(missed => Missed(missed, project.ContextDirectory))],
            Images = references,
            Inputs = all,
            Name = project.AssemblyName,
            Platform = ContainerTargets.PlatformOf(project),
        };
    }

    /// <summary>Layout 'publish': the image copies the output of dotnet publish.</summary>
    private static ContainerPlan Published(DotNetProject project, GlobalJson? globalJson)
    {
        var images = BaseImages.For(project, globalJson);
        if (ProblemOfExtras(project, images) is { } extras) return new() { Project = project, Problems = [extras] };
        return new((pins, _) => WritePublished(project, images, pins))
        {
            Project = project,
            Images = [images.Final.Reference],
            Name = project.AssemblyName,
            Platform = ContainerTargets.PlatformOf(project),
        };
    }

    private static Problem? ProblemOfExtras(DotNetProject project, BaseImages images) =>
        project.BuildExtras.Problem("build", images.Build.Reference, VariantWithApt)
        ?? project.FinalExtras.Problem("final", images.Final.Reference, VariantWithApt);

    private static Problem Missed(string file, string contextDirectory) => new(
        $"{Path.GetFileName(file)} is above the build context {contextDirectory}, so the image is built without it.",
        "Set ContainerGuardContext to a folder that contains it, or add a file of that name to the context.")
    {
        Rule = Rules.GuardCodes.FileOutsideContext,
        Path = file,
    };

    private static GeneratedFiles Write(
        DotNetProject project, RestoreInputs inputs, IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile)
    {
        var file = Begin(project, pins);
        if (project.IsWindows) WindowsDockerfile.Write(file, project, inputs, ownIgnoreFile);
        else DotNetDockerfile.Write(file, project, inputs);
        return Files(
            project, file, BaseImages.For(project, inputs.GlobalJson), GeneratedIgnoreFile.Text(inputs.WithClients(), ownIgnoreFile));
    }

    private static GeneratedFiles WritePublished(
        DotNetProject project, BaseImages images, IReadOnlyDictionary<string, string> pins) => Files(
        project,
        Begin(project, pins),
        images,
        GeneratedIgnoreFile.Only([project.PublishFolder!, .. project.FinalExtras.Copies.Select(static copy => copy.Source)]));

    private static DockerfileWriter Begin(DotNetProject project, IReadOnlyDictionary<string, string> pins) =>
        project.IsWindows ? new(pins, DockerfileWriter.Backtick) : new(pins);

    private static GeneratedFiles Files(DotNetProject project, DockerfileWriter file, BaseImages images, string ignoreFile)
    {
        FinalStageWriter.Write(
            file, project, project.IsWindows ? WindowsDockerfile.Final(project, images) : DotNetFinalStage.Of(project, images));
        var source = project.RelativePath!;
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, file.ToString(), project.IsWindows ? WindowsDockerfile.Directive : ""),
            GeneratedFile.WithHeader(source, ignoreFile));
    }
}
