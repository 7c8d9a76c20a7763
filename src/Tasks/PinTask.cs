using ContainerGuard.Checking;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that change a lock file: they know the images of the project.</summary>
public abstract class PinTask : LockFileTask
{
    private protected PinTask()
    {
    }

    /// <summary>The project's own Dockerfiles.</summary>
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary><c>ContainerGuardCompose</c> items: compose files, whose images are treated as those of Dockerfiles.</summary>
    public ITaskItem[] Compose { get; set; } = [];

    /// <summary>The evaluated project of a generated Dockerfile; null if the project has its own.</summary>
    public ITaskItem? Project { get; set; }

    /// <summary><c>ContainerGuardPinning</c>.</summary>
    public string Pinning { get; set; } = "require";

    /// <summary><c>ContainerGuardLocked</c>.</summary>
    public bool Locked { get; set; }

    /// <summary>Whether the images of compose files are among those of the project.</summary>
    private protected virtual bool ReadsCompose => true;

    private protected override bool NamesAllImages => Project is not null && Dockerfiles.Length + (ReadsCompose ? Compose.Length : 0) == 0;

    private protected override PinningOptions Configure(PinningOptions options) => options with
    {
        Mode = Setting.Read<PinningMode>(Pinning),
        Locked = Locked,
        Generates = Project is not null,
    };

    /// <summary>The project's own Dockerfiles, parsed. The check has reported a file that cannot be read.</summary>
    private protected IReadOnlyList<DockerfileModel> DockerfilesOfProject()
    {
        var models = new List<DockerfileModel>();
        var contexts = new BuildContexts(Files, ContextDirectory, ContextSetting is { Length: > 0 } setting ? setting : null);
        foreach (var (index, path) in FilesOf(Dockerfiles, ReadsCompose ? Compose : []).Index())
        {
            if (TextFile.Read(FullPath(path), KindOf(path)).Bytes is { } bytes)
            {
                // The settings of the project's image build are about the first.
                var options = index > 0
                    ? ModelOptions.Default
                    : ProjectBuild.Of(CommonSettings, Environment.GetEnvironmentVariable);
                models.Add(ReadFile.ModelOf(SourceText.FromBytes(bytes, path), FullPath(path), options, contexts));
            }
        }

        return models;
    }

    /// <summary>
    /// The description of a project without a Dockerfile. Only a task that shares its plan with others needs more than its images.
    /// </summary>
    private protected virtual ProjectDescription Describe(ITaskItem project) => new(project, new([]), FullPath, ContextDirectory);

    /// <summary>The images that a generated Dockerfile names.</summary>
    private protected IReadOnlyList<ImageReference> ReferencesOfGenerated()
    {
        var references = new List<ImageReference>();
        if (Project is null) return references;
        foreach (var image in Describe(Project).Plan(Plans, Files).Images)
        {
            if (ImageReference.TryParse(image, out var reference, out var reason))
            {
                references.Add(reference);
            }
            else
            {
                Report(new Problem(
                    $"'{image}' is not an image reference: {reason}.",
                    "Correct ContainerBaseImage or ContainerFamily.") { Rule = GuardCodes.InvalidReference });
            }
        }

        return references;
    }
}
