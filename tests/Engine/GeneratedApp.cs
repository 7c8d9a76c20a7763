using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>How a person goes from a project to an image: publish, then the command that the publish printed.</summary>
internal static class GeneratedApp
{
    /// <summary>Takes Microsoft's images from the stand-ins.</summary>
    public static TestProject MirroredBy(this TestProject project, DockerEngine engine) =>
        project.Mirror("mcr.microsoft.com", engine.MicrosoftMirror);

    /// <summary>A project of another stack than .NET: each finding fails it, and its images are the stand-ins.</summary>
    public static TestProject StackProject(this TestWorkspace workspace, string name, PublishedPackage package, DockerEngine engine) =>
        workspace.Project(name, $"ContainerGuard/{package.Version}")
            .HeldToEverything()
            .Mirror("docker.io", engine.HubMirror)
            .Mirror("gcr.io", $"{engine.Registry}/gcr");

    /// <summary>Publishes, and builds the image by the printed command.</summary>
    public static async Task<BuiltImage> ToImage(this TestProject project, DockerEngine engine)
    {
        var publish = (await project.Publish()).ShouldSucceed();
        return await engine.BuildAsTold(project.Folder, BuildCommand(publish));
    }

    /// <summary>The command that the summary of a publish ends with.</summary>
    public static string BuildCommand(CommandResult publish)
    {
        var line =
            publish.StandardOutput.Split('\n').SingleOrDefault(line => line.Contains("docker buildx build ", StringComparison.Ordinal));
        line.ShouldNotBeNull($"The publish printed no build command:{Environment.NewLine}{publish.Output}");
        return line[line.IndexOf("docker buildx build ", StringComparison.Ordinal)..].Trim();
    }
}
