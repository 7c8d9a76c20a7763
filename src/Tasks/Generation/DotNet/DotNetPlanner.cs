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
        project = project with { Needs = AppNeeds.Read(files, project, intermediateFolder) };
        project = project with { Labels = LabelsOf(project) };
        if (project.PublishFolder is not null) return Published(project, GlobalJson.Nearest(files, project));
        var (git, withoutGit) = GitVersions.Of(files, project);
        var inputs = RestoreInputCollector.Collect(files, project, intermediateFolder) with
        {
            Clients = SpaReader.Read(files, project),
            Git = git,
            GitPackage = GitVersions.PackageOf(project) ?? "",
            GitProblem = withoutGit,
        };
        project = project with { Given = GivenProperties.Used(files, project, inputs) };
        return Answer(project, inputs);
    }

    /// <param name="project">The project.</param>
    /// <param name="inputs">The files that restore reads.</param>
    public static ContainerPlan Answer(DotNetProject project, RestoreInputs inputs)
    {
        if (project.Problem() is { } unreadable) return new() { Project = project, Problems = [unreadable] };
        if (project.PublishFolder is not null) return Published(project, inputs.GlobalJson);

        var images = BaseImages.For(project, inputs.GlobalJson);
        if (ProblemOf(project, images, inputs.GlobalJson) is { } known) return new() { Project = project, Problems = [known] };
        IReadOnlyList<string> references =
            [.. inputs.Clients.Clients.Select(static client => client.App.Images.Build.Reference).Distinct(), .. images.References];
        var problem = inputs.Problem(project.ContextDirectory) ?? (project.IsWindows ? WindowsDockerfile.Problem(inputs) : null);
        if (problem is not null) return new() { Project = project, Problems = [problem], Images = references };

        var all = inputs.WithClients();
        return new((pins, ownIgnoreFile) => Write(project, inputs, pins, ownIgnoreFile))
        {
            Project = project,
            Problems =
            [
                .. inputs.MissedFiles.Select(missed => Missed(missed, project.ContextDirectory)),
                .. inputs.Clients.NotBuilt.Select(NotBuilt),
                .. RunProblems.Of(project),
            ],
            Images = references,
            Inputs = all,
            Name = project.AssemblyName,
            Platform = ContainerTargets.PlatformOf(project),
        };
    }

    /// <summary>The labels without a version that a target computes later: the app would carry another one.</summary>
    private static Dictionary<string, string> LabelsOf(DotNetProject project) => new(
        project.Labels.Where(label => label.Key != "org.opencontainers.image.version" || label.Value != project.PackageVersion
            || project.HasOwnVersion || !GitVersions.MakeVersion(project)),
        StringComparer.Ordinal);

    /// <summary>Layout 'publish': the image copies the output of dotnet publish.</summary>
    private static ContainerPlan Published(DotNetProject project, GlobalJson? globalJson)
    {
        var images = BaseImages.For(project, globalJson);
        if (ProblemOf(project, images, globalJson: null) is { } known) return new() { Project = project, Problems = [known] };
        return new((pins, _) => WritePublished(project, images, pins))
        {
            Project = project,
            Problems = RunProblems.Of(project),
            Images = [images.Final.Reference],
            Name = project.AssemblyName,
            Platform = ContainerTargets.PlatformOf(project),
        };
    }

    private static Problem? ProblemOf(DotNetProject project, BaseImages images, GlobalJson? globalJson) =>
        globalJson?.Problem(project.TargetFramework)
        ?? AppLibraries.Problem(project, images.Final.Reference)
        ?? ProblemOfEntrypoint(project, images.Final.Reference)
        ?? project.BuildExtras.Problem("build", images.Build.Reference, VariantWithApt)
        ?? project.FinalExtras.Problem("final", images.Final.Reference, VariantWithApt);

    /// <summary>A program in front of the app that an image without a package manager cannot have.</summary>
    private static Problem? ProblemOfEntrypoint(DotNetProject project, string image) =>
        project.ContainerEntrypoint is not [var program, ..] || project.IsWindows || ImageTools.HasShell(image) || program == "dotnet"
            || project.ContainerBaseImage.Length > 0 || project.FinalExtras.Copies.Count > 0
            ? null
            : new(
                $"ContainerEntrypoint starts '{program}', which {image} does not have.",
                "Set ContainerFamily to noble and install it, for example with <ContainerGuardAptPackage Include=\"tini\" />.");

    private static Problem NotBuilt(string manifest) => new(
        $"{manifest} has a script 'build', but no target of the project runs it, so the image does not have its output.",
        "Run it in a target before publish (<Exec Command=\"npm run build\" />), or reference its .esproj.")
    {
        Rule = Rules.GuardCodes.FrontEndNotBuilt,
        Path = manifest,
    };

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
            project, file, BaseImages.For(project, inputs.GlobalJson), GeneratedIgnoreFile.Text(
                inputs.WithClients() with { LeftOut = SettingsOfDevelopment(project) }, ownIgnoreFile));
    }

    /// <summary>
    /// A publish copies the settings for development too, and the image does not read them, unless its environment says so
    /// (learn.microsoft.com/aspnet/core/fundamentals/environments).
    /// </summary>
    private static string[] SettingsOfDevelopment(DotNetProject project) =>
        project.ContainerEnvironmentVariables.Any(static variable =>
            variable.Key is "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT"
            && variable.Value.Equals("Development", StringComparison.OrdinalIgnoreCase))
            ? []
            : ["**/appsettings.Development.json"];

    private static GeneratedFiles WritePublished(
        DotNetProject project, BaseImages images, IReadOnlyDictionary<string, string> pins) => Files(
        project,
        Begin(project, pins),
        images,
        GeneratedIgnoreFile.Only(
            [project.PublishFolder!, .. project.FinalExtras.Copies.Select(static copy => copy.Source)], SettingsOfDevelopment(project)));

    private static DockerfileWriter Begin(DotNetProject project, IReadOnlyDictionary<string, string> pins) =>
        project.IsWindows ? new(pins, DockerfileWriter.Backtick) : new(pins);

    private static GeneratedFiles Files(DotNetProject project, DockerfileWriter file, BaseImages images, string ignoreFile)
    {
        FinalStageWriter.Write(
            file, project, project.IsWindows ? WindowsDockerfile.Final(project, images) : DotNetFinalStage.Of(project, images));
        var source = project.Source;
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, file.ToString(), project.IsWindows ? WindowsDockerfile.Directive : ""),
            GeneratedFile.WithHeader(source, ignoreFile));
    }
}
