using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The Dockerfile of a .NET project for a Windows container. The builder of Windows' engines is the classic one, so there are no mounts in it and no
/// platform of the builder (docs.docker.com/reference/dockerfile, "RUN --mount", "Automatic platform ARGs"); BuildKit reads it as well.
/// </summary>
internal static class WindowsDockerfile
{
    private const string Directive = "# escape=`";

    private const char Escape = Instruction.Backtick;

    private const string AppDirectory = "/app";

    /// <summary>As many layers as an image of Windows may have, less those of the base.</summary>
    private const int MostCopies = 48;

    /// <param name="project">A project without an obstacle.</param>
    /// <param name="inputs">What restore reads.</param>
    /// <param name="pins">What to write after FROM for each image.</param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null when it has none.</param>
    public static GeneratedFiles Generate(DotNetProject project, RestoreInputs inputs, IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile)
    {
        var source = project.RelativePath!;
        var images = BaseImages.For(project, inputs.GlobalJson);
        var text = new StringBuilder(4096);
        if (!KeepsProductsOut(source, ownIgnoreFile))
        {
            text.Append("\n# The engine of Windows reads the context's .dockerignore alone: copy the file beside this one there.\n");
        }

        WriteBuildStage(text, project, inputs, images, pins, source);
        WriteFinalStage(text, project, images, pins);
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, text.ToString(), Directive),
            GeneratedFile.WithHeader(source, GeneratedIgnoreFile.Text(inputs, ownIgnoreFile)));
    }

    /// <summary>As <see cref="DotNetDockerfile.GenerateForPublished"/>.</summary>
    public static string GenerateForPublished(DotNetProject project, GlobalJson? globalJson, IReadOnlyDictionary<string, string> pins)
    {
        var text = new StringBuilder(2048);
        WriteFinalStage(text, project, BaseImages.For(project, globalJson), pins);
        return GeneratedFile.WithHeader(project.RelativePath!, text.ToString(), Directive);
    }

    /// <summary>Why the inputs cannot be given to such a build, with the way out; null when they can.</summary>
    public static string? Obstacle(RestoreInputs inputs)
    {
        var what = inputs.Secrets is [var secret, ..] ? $"{secret.HostPath} holds credentials, and the builder of Windows' engines knows no secrets"
            : inputs.NamedContexts is [var folder, ..] ? $"The package source {folder.HostPath} lies outside the build context, and the builder of Windows' engines knows no second one"
            : null;
        return what is null ? null : $"{what}. Publish outside, and make the image of that: set ContainerGuardLayout to publish.";
    }

    private static bool KeepsProductsOut(string source, string? ownIgnoreFile)
    {
        if (ownIgnoreFile is null) return false;
        var folder = ContextPath.Folder(source);
        return IgnoreFile.Parse(ownIgnoreFile).IsIgnored(folder.Length == 0 ? "obj" : $"{folder}/obj");
    }

    private static void WriteBuildStage(
        StringBuilder text, DotNetProject project, RestoreInputs inputs, BaseImages images, IReadOnlyDictionary<string, string> pins, string source)
    {
        text.Append('\n').Append(Instruction.Comment(images.Build.Sentence));
        text.Append($"FROM {images.Build.Pinned(pins)} AS build\nWORKDIR {DotNetDockerfile.SourceDirectory}\n");
        project.BuildExtras.WriteBegin(text);
        var folders = DotNetDockerfile.FilesByFolder(inputs.Files);
        if (folders.Count <= MostCopies)
        {
            text.Append("\n# What restore reads comes before the sources, so that an edit of a source does not restore again.\n");
            foreach (var folder in folders) text.Append(Instruction.Copy(folder, ContextPath.Folder(folder[0]), Escape)).Append('\n');
            foreach (var feed in inputs.FeedFolders) text.Append(Instruction.CopyFolder(feed, feed, Escape)).Append('\n');
        }
        else
        {
            text.Append("\n# Restore reads files of more folders than an image has room for layers, so it comes after the sources.\nCOPY . .\n");
        }

        if (inputs.LockedRestore == LockedRestore.NotEnforced)
        {
            text.Append($"# The packages.lock.json files do not know {ContainerTargets.Windows} (RuntimeIdentifiers), so restore cannot be locked.\n");
        }

        var locked = inputs.LockedRestore is LockedRestore.ForRuntime or LockedRestore.Portable ? "--locked-mode " : "";
        var runtime = inputs.LockedRestore == LockedRestore.Portable ? "" : $"-r {ContainerTargets.Windows} ";
        var path = CommandLine.QuoteForWindows(source);
        text.Append($"RUN dotnet restore {path} {locked}{runtime}-p:Configuration=Release {DotNetDockerfile.RuntimeProperty(project)}\n\n");
        if (folders.Count <= MostCopies) text.Append("COPY . .\n");
        project.BuildExtras.WriteEnd(text, Escape);
        text.Append($"""
            # ContainerGuard has checked this project already and does not run again inside the image's build.
            RUN dotnet publish {path} --no-restore -c Release {DotNetDockerfile.FrameworkOption(project)}{runtime}{DotNetDockerfile.RuntimeProperty(project)} {Escape}
                -p:ContainerGuardEnabled=false{(project.ContainerGuardHealthcheck.Length == 0 ? "" : " -p:_ContainerGuardInImage=true")} -o {AppDirectory}

            """);
    }

    private static void WriteFinalStage(StringBuilder text, DotNetProject project, BaseImages images, IReadOnlyDictionary<string, string> pins)
    {
        var directory = project.ContainerWorkingDirectory.TrimEnd('/', '\\') is { Length: > 0 } own ? own : AppDirectory;
        var final = images.Final.Pinned(pins);
        text.Append('\n').Append(Instruction.Comment(images.Final.Sentence));
        text.Append($"""
            {(project.PublishFolder is null ? "# final is the image that ships, without the SDK and the sources (CG2007)." : "# The app is what dotnet publish left: nothing is built here.")}

            """);
        FinalStage.AppendFrom(text, project, final);
        text.Append(project.PublishFolder is { } folder
            ? Instruction.CopyFolder(folder, directory, Escape)
            : Instruction.CopyFrom("build", AppDirectory, directory, Escape)).Append('\n');
        text.Append($"WORKDIR {Instruction.Quote(directory, Escape)}\n");
        FinalStage.AppendSettings(text, project, DotNetFinalStage.Environment(project), project.Ports, images.Final.Reference, final, Escape);
        if (project.ContainerUser is { Length: > 0 } user && user != "app") text.Append($"USER {Instruction.Quote(user, Escape)}\n");
        else text.Append("# The account of Windows' images that is no administrator (CG3002).\nUSER ContainerUser\n");
        text.Append(Healthcheck(project, directory));
        text.Append($"""
            # The exec form: the app is the first process, and is told of docker stop itself (CG6001).
            ENTRYPOINT {Instruction.JsonArray(project.HasExecutable ? [$"{OnWindows(directory)}\\{project.AssemblyName}.exe"] : ["dotnet", $"{project.AssemblyName}.dll"])}

            """);
    }

    private static string Healthcheck(DotNetProject project, string directory)
    {
        if (project.ContainerGuardHealthcheck.Length == 0) return "# Health is probed from outside, by the orchestrator.\nHEALTHCHECK NONE\n";
        var address = $"http://127.0.0.1:{project.HealthPort}{project.ContainerGuardHealthcheck}";
        var (reason, words) = project.IsSelfContained
            ? ("curl is Windows' own (CG6009).", (string[])["curl", "--fail", "--silent", "--show-error", "--output", "NUL", address])
            : ("The probe lies beside the app and needs no shell (CG6009).", ["dotnet", $"{OnWindows(directory)}\\ContainerGuard.Probe.dll", address]);
        return $"# {reason}\nHEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD {Instruction.JsonArray(words)}\n";
    }

    /// <summary>As programs of Windows read it: with the drive, and backslashes.</summary>
    private static string OnWindows(string directory)
    {
        var path = directory.Replace('/', '\\');
        return path.StartsWith('\\') ? "C:" + path : path;
    }
}
