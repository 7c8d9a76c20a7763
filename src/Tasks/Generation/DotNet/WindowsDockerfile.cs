using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The Dockerfile of a .NET project for a Windows container. Windows engines use the classic builder, which has no mounts and no platform
/// arguments (docs.docker.com/reference/dockerfile, "RUN --mount", "Automatic platform ARGs"). BuildKit can build the file, too.
/// </summary>
internal static class WindowsDockerfile
{
    private const string Directive = "# escape=`";

    private const char Escape = Instruction.Backtick;

    private const string AppDirectory = "/app";

    /// <summary>The limit of layers in a Windows image, minus those of the base image.</summary>
    private const int MostCopies = 48;

    /// <param name="project">A project without an obstacle.</param>
    /// <param name="inputs">The files that restore reads.</param>
    /// <param name="pins">The text after FROM for each image.</param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null if it has none.</param>
    public static GeneratedFiles Generate(DotNetProject project, RestoreInputs inputs, IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile)
    {
        var source = project.RelativePath!;
        var images = BaseImages.For(project, inputs.GlobalJson);
        var text = new StringBuilder(4096);
        if (!KeepsProductsOut(source, ownIgnoreFile))
        {
            text.Append("\n# The Windows engine reads only the context's .dockerignore: copy the ignore file beside this file there.\n");
        }

        WriteBuildStage(text, project, inputs, images, pins, source);
        WriteFinalStage(text, project, images, pins);
        return new GeneratedFiles(
            GeneratedFile.WithHeader(source, text.ToString(), Directive),
            GeneratedFile.WithHeader(source, GeneratedIgnoreFile.Text(inputs, ownIgnoreFile)));
    }

    /// <summary>Like <see cref="DotNetDockerfile.GenerateForPublished"/>.</summary>
    public static string GenerateForPublished(DotNetProject project, GlobalJson? globalJson, IReadOnlyDictionary<string, string> pins)
    {
        var text = new StringBuilder(2048);
        WriteFinalStage(text, project, BaseImages.For(project, globalJson), pins);
        return GeneratedFile.WithHeader(project.RelativePath!, text.ToString(), Directive);
    }

    /// <summary>Why the Windows builder cannot use these inputs, with the remedy; null if it can.</summary>
    public static string? Obstacle(RestoreInputs inputs)
    {
        var what = inputs.Secrets is [var secret, ..] ? $"{secret.HostPath} contains credentials, but the Windows builder does not support secret mounts"
            : inputs.NamedContexts is [var folder, ..] ? $"The package source {folder.HostPath} is outside the build context, and the Windows builder supports only one context"
            : null;
        return what is null ? null : $"{what}. Set ContainerGuardLayout to publish: the image then copies the output of dotnet publish.";
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
            text.Append("\n# Copy what restore reads first, so that a change of a source file does not restore again.\n");
            foreach (var folder in folders) text.Append(Instruction.Copy(folder, ContextPath.Folder(folder[0]), Escape)).Append('\n');
            foreach (var feed in inputs.FeedFolders) text.Append(Instruction.CopyFolder(feed, feed, Escape)).Append('\n');
        }
        else
        {
            text.Append("\n# Restore reads files from more folders than an image can have layers, so it runs after the sources are copied.\nCOPY . .\n");
        }

        if (inputs.LockedRestore == LockedRestore.NotEnforced)
        {
            text.Append($"# packages.lock.json does not have {ContainerTargets.Windows} (RuntimeIdentifiers), so restore is not locked.\n");
        }

        var locked = inputs.LockedRestore is LockedRestore.ForRuntime or LockedRestore.Portable ? "--locked-mode " : "";
        var runtime = inputs.LockedRestore == LockedRestore.Portable ? "" : $"-r {ContainerTargets.Windows} ";
        var path = CommandLine.QuoteForWindows(source);
        text.Append($"RUN dotnet restore {path} {locked}{runtime}-p:Configuration=Release {DotNetDockerfile.RuntimeProperty(project)}\n\n");
        if (folders.Count <= MostCopies) text.Append("COPY . .\n");
        project.BuildExtras.WriteEnd(text, Escape);
        text.Append($"""
            # ContainerGuard has already checked this project, so it is off in this build.
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
            {(project.PublishFolder is null ? "# final is the image that ships: no SDK, no sources (CG2007)." : "# Copies the output of dotnet publish. Nothing is built here.")}

            """);
        FinalStage.AppendFrom(text, project, final);
        text.Append(project.PublishFolder is { } folder
            ? Instruction.CopyFolder(folder, directory, Escape)
            : Instruction.CopyFrom("build", AppDirectory, directory, Escape)).Append('\n');
        text.Append($"WORKDIR {Instruction.Quote(directory, Escape)}\n");
        FinalStage.AppendSettings(text, project, DotNetFinalStage.Environment(project), project.Ports, images.Final.Reference, final, Escape);
        if (project.ContainerUser is { Length: > 0 } user && user != "app") text.Append($"USER {Instruction.Quote(user, Escape)}\n");
        else text.Append("# The account in Windows images that is not an administrator (CG3002).\nUSER ContainerUser\n");
        text.Append(Healthcheck(project, directory));
        text.Append($"""
            # Exec form: the app is process 1 and receives the event of docker stop (CG6001).
            ENTRYPOINT {Instruction.JsonArray(project.HasExecutable ? [$"{OnWindows(directory)}\\{project.AssemblyName}.exe"] : ["dotnet", $"{project.AssemblyName}.dll"])}

            """);
    }

    private static string Healthcheck(DotNetProject project, string directory)
    {
        if (project.ContainerGuardHealthcheck.Length == 0) return "# The orchestrator checks the health from outside.\nHEALTHCHECK NONE\n";
        var address = $"http://127.0.0.1:{project.HealthPort}{project.ContainerGuardHealthcheck}";
        var (reason, words) = project.IsSelfContained
            ? ("curl is part of Windows (CG6009).", (string[])["curl", "--fail", "--silent", "--show-error", "--output", "NUL", address])
            : ("The probe is in the app's folder and needs no shell (CG6009).", ["dotnet", $"{OnWindows(directory)}\\ContainerGuard.Probe.dll", address]);
        return $"# {reason}\nHEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD {Instruction.JsonArray(words)}\n";
    }

    /// <summary>The path in Windows form: with a drive and backslashes.</summary>
    private static string OnWindows(string directory)
    {
        var path = directory.Replace('/', '\\');
        return path.StartsWith('\\') ? "C:" + path : path;
    }
}
