namespace ContainerGuard.Generation;

/// <summary>
/// What a stack makes of a project: which images it stands on, and the files once these are pinned. A stack is a folder here with one of these in it;
/// it reads the project's folder when it is asked, and no more of it than the question needs.
/// </summary>
internal abstract class ContainerPlan
{
    public abstract ContainerProject Project { get; }

    /// <summary>Why no container can be made of the project, with the way out; null when one can.</summary>
    public abstract string? Obstacle { get; }

    /// <summary>As <see cref="Obstacle"/>, where one has to look at more files to see it.</summary>
    public virtual string? BuildObstacle => null;

    /// <summary>A manifest that lets every build install something else; null where there is none.</summary>
    public virtual UnlockedManifest? Unlocked => null;

    /// <summary>Files, absolute, that shape the application here and are out of reach of the image's build.</summary>
    public virtual IReadOnlyList<string> MissedFiles => [];

    /// <summary>The images as people write them, in the order of the file. Asked only where there is no <see cref="Obstacle"/>, as is all that follows.</summary>
    public abstract IReadOnlyList<string> Images { get; }

    /// <summary>What the build of the image is to be given.</summary>
    public abstract BuildInputs Inputs { get; }

    /// <summary>What an image without a name is called after.</summary>
    public abstract string Name { get; }

    /// <summary>The platform that the project asks for (<c>linux/arm64</c>); null for the builder's own.</summary>
    public virtual string? Platform => null;

    /// <summary>Facts to text: no time, no path of this machine, no version of this tool, so the same project gives the same bytes everywhere.</summary>
    /// <param name="pins">For each of <see cref="Images"/> what to write after FROM: mirrored, with tag and digest. One that is not in it is written as it is.</param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null when it has none.</param>
    public abstract GeneratedFiles Write(IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile);
}

/// <summary>A manifest of packages without a lock file.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Problem">What comes of it, and the way out.</param>
internal sealed record UnlockedManifest(string Path, string Problem);
