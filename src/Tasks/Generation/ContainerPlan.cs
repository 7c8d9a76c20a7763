namespace ContainerGuard.Generation;

/// <summary>
/// The answer of a stack to a project: its images, the inputs of the build, the name, what is wrong, and the generated files once the
/// images are pinned. It is complete when it is made, and does not read the disk afterwards.
/// </summary>
/// <param name="write">Writes the Dockerfile below its header.</param>
internal sealed class ContainerPlan(Func<IReadOnlyDictionary<string, string>, string?, GeneratedFiles>? write = null)
{
    public required ContainerProject Project { get; init; }

    /// <summary>In the order of their reports. With an error, the plan has no files.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Whether the files can be written.</summary>
    public bool IsPossible => write is not null && !Problems.Any(static problem => problem.IsError);

    /// <summary>The images without digests, in the order of the file; empty if they are not known because of a problem.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The inputs of the image's build.</summary>
    public BuildInputs Inputs { get; init; } = BuildInputs.None;

    /// <summary>The default name of the image.</summary>
    public string Name { get; init; } = "";

    /// <summary>The platform that the project requests (<c>linux/arm64</c>); null for the builder's default.</summary>
    public string? Platform { get; init; }

    /// <summary>This plan with one more problem, which is reported first.</summary>
    public ContainerPlan With(Problem problem) =>
        new(write) { Project = Project, Problems = [problem, .. Problems], Images = Images, Inputs = Inputs, Name = Name,
            Platform = Platform };

    /// <summary>
    /// Writes the files. They contain no time, no path of this machine and no version of this tool, so that the same project gives the same
    /// bytes everywhere.
    /// </summary>
    /// <param name="pins">For each of <see cref="Images"/> the text after FROM: mirrored, with tag and digest. A missing image is written
    /// unchanged.</param>
    /// <param name="ownIgnoreFile">The text of the context's .dockerignore, or null if it has none.</param>
    /// <exception cref="InvalidOperationException">The plan is not possible.</exception>
    public GeneratedFiles Write(IReadOnlyDictionary<string, string> pins, string? ownIgnoreFile) =>
        IsPossible
            ? write!(pins, ownIgnoreFile)
            : throw new InvalidOperationException(Problems.FirstOrDefault(static problem => problem.IsError)?.Text);
}
