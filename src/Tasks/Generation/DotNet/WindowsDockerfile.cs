using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The Dockerfile of a .NET project for a Windows container. Windows engines use the classic builder, which has no mounts and no platform
/// arguments (docs.docker.com/reference/dockerfile, "RUN --mount", "Automatic platform ARGs"). BuildKit can build the file, too.
/// </summary>
internal static class WindowsDockerfile
{
    /// <summary>The first line of the file.</summary>
    public const string Directive = "# escape=`";

    private const string AppDirectory = "/app";

    /// <summary>The limit of layers in a Windows image, minus those of the base image.</summary>
    private const int MostCopies = 48;

    /// <param name="file">The Dockerfile, below its header.</param>
    /// <param name="project">A project without a problem.</param>
    /// <param name="inputs">The files that restore reads.</param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null if it has none.</param>
    public static void Write(DockerfileWriter file, DotNetProject project, RestoreInputs inputs, string? ownIgnoreFile)
    {
        var source = project.Source;
        if (!KeepsProductsOut(source, ownIgnoreFile))
        {
            file.Line()
                .Line("# The Windows engine reads only the context's .dockerignore: copy the lines of this file's ignore file into it.");
        }

        WriteBuildStage(file, project, inputs, BaseImages.For(project, inputs.GlobalJson), source);
    }

    /// <summary>The stage 'final'.</summary>
    public static FinalStage Final(DotNetProject project, BaseImages images)
    {
        var directory = project.ContainerWorkingDirectory.TrimEnd('/', '\\') is { Length: > 0 } own ? own : AppDirectory;
        return new()
        {
            Image = images.Final.Reference,
            Reasons = DotNetFinalStage.Reasons(project, images),
            ReasonsOfFiles = [],
            Files = [DotNetFinalStage.App(project, AppDirectory, directory), new WorkdirStep(directory)],
            Variables = DotNetFinalStage.Environment(project),
            Ports = project.Ports,
            User = new("ContainerUser", "The account in Windows images that is not an administrator (CG3002).", "app"),
            Health = Health(project, directory),
            Process = DotNetFinalStage.Process(project, $"{OnWindows(directory)}\\{project.AssemblyName}.exe") with
            {
                Form = "Exec form: the app is PID 1 and receives the event of docker stop (CG6001).",
            },
        };
    }

    private static StageHealth Health(DotNetProject project, string directory)
    {
        if (project.ContainerGuardHealthcheck.Length == 0) return StageHealth.Outside;
        var address = new HealthAddress(project.HealthPort!.Value, project.ContainerGuardHealthcheck);
        return project.IsSelfContained
            ? new(["curl", "--fail", "--silent", "--show-error", "--output", "NUL", address.Url], "curl is part of Windows (CG6009).")
            : new(
                ["dotnet", $"{OnWindows(directory)}\\ContainerGuard.Probe.dll", address.Url],
                "The probe is in the app's folder and needs no shell (CG6009).");
    }

    /// <summary>Why the Windows builder cannot use these inputs, with the remedy; null if it can.</summary>
    public static Problem? Problem(RestoreInputs inputs)
    {
        var what = inputs.Secrets is [var secret, ..] ? $"{secret.HostPath} contains credentials, "
            + "but the Windows builder does not support secret mounts"
            : inputs.NamedContexts is [var folder, ..] ? $"The package source {folder.HostPath} is outside the build context, "
                + "and the Windows builder supports only one context"
            : null;
        return what is null
            ? null
            : new Problem($"{what}.", "Set ContainerGuardLayout to publish: the image then copies the output of dotnet publish.");
    }

    private static bool KeepsProductsOut(string source, string? ownIgnoreFile)
    {
        if (ownIgnoreFile is null) return false;
        var folder = ContextPath.Folder(source);
        return IgnoreFile.Parse(ownIgnoreFile).IsIgnored(folder.Length == 0 ? "obj" : $"{folder}/obj");
    }

    private static void WriteBuildStage(
        DockerfileWriter file, DotNetProject project, RestoreInputs inputs, BaseImages images, string source)
    {
        file.Line().Comment(images.Build.Sentence).From(images.Build.Reference, "build");
        file.Line($"WORKDIR {DotNetDockerfile.SourceDirectory}").Begin(project.BuildExtras);
        var folders = DotNetDockerfile.FilesByFolder(inputs.Files);
        if (folders.Count <= MostCopies)
        {
            file.Append("\n# Copy what restore reads first, so that a change of a source file does not repeat the restore.\n");
            foreach (var folder in folders) file.Copy(folder, ContextPath.Folder(folder[0]));
            foreach (var feed in inputs.FeedFolders) file.Copy(CopyStep.Folder(feed, feed));
        }
        else
        {
            file.Append("\n# Restore reads files from more folders than an image can have layers, "
                + "so it runs after the sources are copied.\nCOPY . .\n");
        }

        if (inputs.LockedRestore == LockedRestore.NotEnforced)
        {
            file.Append($"# packages.lock.json does not have {ContainerTargets.Windows} (RuntimeIdentifiers), so restore is not locked.\n");
        }

        var locked = inputs.LockedRestore is LockedRestore.ForRuntime or LockedRestore.Portable ? "--locked-mode " : "";
        var runtime = inputs.LockedRestore == LockedRestore.Portable ? "" : $"-r {ContainerTargets.Windows} ";
        var path = CommandLine.QuoteForWindows(source);
        var (configuration, given) = (GivenProperties.Configuration(project), GivenProperties.Options(project));
        file.Append($"RUN dotnet restore {path} {locked}{runtime}-p:Configuration={configuration} "
            + $"{given}{DotNetDockerfile.RuntimeProperty(project)}\n\n");
        if (folders.Count <= MostCopies) file.Append("COPY . .\n");
        file.End(project.BuildExtras);
        file.Append($"""
            # ContainerGuard has already checked this project, so it is off in this build.
            RUN dotnet publish {path} --no-restore -c {configuration} {given}{DotNetDockerfile.FrameworkOption(project)}{runtime}{DotNetDockerfile.RuntimeProperty(project)} {DockerfileWriter.Backtick}
                -p:ContainerGuardEnabled=false{(project.ContainerGuardHealthcheck.Length == 0 ? "" : " -p:_ContainerGuardInImage=true")} -o {AppDirectory}

            """);
    }

    /// <summary>The path in Windows form: with a drive and backslashes.</summary>
    private static string OnWindows(string directory)
    {
        var path = directory.Replace('/', '\\');
        return path.StartsWith('\\') ? "C:" + path : path;
    }
}
