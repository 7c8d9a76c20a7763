namespace ContainerGuard.Generation;

/// <summary>
/// The plan of a stack for a project: its base images, and the generated files once the images are pinned. Each stack is a folder here with one plan.
/// A plan reads the project's folder on demand, and only what a member needs.
/// </summary>
internal abstract class ContainerPlan
{
    /// <summary>An obstacle as a message, with the ways out that every project has.</summary>
    /// <param name="obstacle">One or two sentences: the fact, and the remedy where there is one.</param>
    public static string Refusal(string obstacle) => $"{obstacle} Or write your own Dockerfile, or set ContainerGuardGenerateOnPublish=false.";

    public abstract ContainerProject Project { get; }

    /// <summary>Why the project cannot become a container, with the remedy; null if it can.</summary>
    public abstract string? Obstacle { get; }

    /// <summary>Like <see cref="Obstacle"/>, for checks that read more files.</summary>
    public virtual string? BuildObstacle => null;

    /// <summary>A manifest without pinned versions; null if all versions are pinned.</summary>
    public virtual UnlockedManifest? Unlocked => null;

    /// <summary>Absolute paths of files that the build on this machine uses, and the image's build cannot read.</summary>
    public virtual IReadOnlyList<string> MissedFiles => [];

    /// <summary>The images without digests, in the order of the file. This and the following members are valid only if <see cref="Obstacle"/> is null.</summary>
    public abstract IReadOnlyList<string> Images { get; }

    /// <summary>The inputs of the image's build.</summary>
    public abstract BuildInputs Inputs { get; }

    /// <summary>The default name of the image.</summary>
    public abstract string Name { get; }

    /// <summary>The platform that the project requests (<c>linux/arm64</c>); null for the builder's default.</summary>
    public virtual string? Platform => null;

    /// <summary>Writes the files. They contain no time, no path of this machine and no version of this tool, so that the same project gives the same bytes everywhere.</summary>
    /// <param name="pins">For each of <see cref="Images"/> the text after FROM: mirrored, with tag and digest. A missing image is written unchanged.</param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null if it has none.</param>
    public abstract GeneratedFiles Write(IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile);
}

/// <summary>A manifest of packages without a lock file.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Problem">The message: the fact and the remedy.</param>
internal sealed record UnlockedManifest(string Path, string Problem);
