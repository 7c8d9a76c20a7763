using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Pinning;

namespace ContainerGuard.Analysis;

/// <summary>
/// The facts that rules know in addition to the text. The task collects them, so that a rule does not access the disk, the network or the
/// clock.
/// </summary>
internal sealed record FileFacts
{
    /// <summary>The date of the build, for end-of-life dates.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>How an unpinned base image is reported.</summary>
    public PinningMode Pinning { get; init; } = PinningMode.Require;

    /// <summary>
    /// Finds the lock file's entry for an image, regardless of the digest in the reference; null for an unknown image. Rules do not guess
    /// its contents.
    /// </summary>
    public Func<ImageReference, ResolvedImage?> Locked { get; init; } = static _ => null;

    /// <summary>Finds the lock file's entry for a source of ADD by its address.</summary>
    public Func<string, LockedSource?> LockedSource { get; init; } = static _ => null;

    /// <summary>The digest of the locked vulnerability data that the lock file has; null without one.</summary>
    public ImageDigest? LockedAdvisories { get; init; }

    /// <summary>
    /// The lock file's entry for exactly the image of a reference, after its ONBUILD instructions ran; null if the entry is missing or
    /// has another digest.
    /// </summary>
    public ResolvedImage? Known(ImageReference image) =>
        Locked(image) is not { } locked || (image.Digest is not null && image.Digest != locked.Digest) ? null
        : locked.Config is { Triggers.Count: > 0 } config ? locked with { Config = BaseTriggers.Run(config) }
        : locked;

    /// <summary>The mirrors of registries.</summary>
    public ImageMirrors Mirrors { get; init; } = ImageMirrors.None;

    /// <summary><c>ContainerGuardMirrorInFiles</c>: whether references in Dockerfiles are to have the mirror's name.</summary>
    public bool MirrorInFiles { get; init; }

    /// <summary>Where images may come from.</summary>
    public TrustedRegistries Trusted { get; init; } = TrustedRegistries.Any;

    /// <summary>The label schema of the project.</summary>
    public LabelSchema Labels { get; init; } = LabelSchema.None;

    /// <summary>The build context, filtered by its ignore file; null if it is unknown.</summary>
    public BuildContext? Context { get; init; }

    /// <summary>
    /// The build context, if it is certainly the right folder; null if it may be another folder. Only here does a missing file prove
    /// anything.
    /// </summary>
    public BuildContext? CertainContext => IsContextCertain ? Context : null;

    /// <summary>Whether <see cref="Context"/> is certainly the build context, and not only the most likely folder.</summary>
    public bool IsContextCertain { get; init; }

    /// <summary>The property, option or compose file that names <see cref="Context"/>; null if it was located.</summary>
    public string? ContextSetting { get; init; }

    /// <summary>
    /// Finds the nearest folder with all the given sources, from the folder of the Dockerfile upward, absolute; null if none has them.
    /// </summary>
    public Func<IReadOnlyCollection<string>, string?> FolderWith { get; init; } = static _ => null;

    /// <summary>The findings of ShellCheck in the scripts of the file; empty if ShellCheck did not run.</summary>
    public IReadOnlyList<ShellProblem> ShellProblems { get; init; } = [];

    /// <summary>The published .NET target framework (<c>net10.0</c>); null for other projects.</summary>
    public string? TargetFramework { get; init; }

    /// <summary>The evaluated .NET project; null for other projects.</summary>
    public ProjectFacts? Project { get; init; }

    /// <summary>The folder of the Dockerfile, absolute; null if it is unknown.</summary>
    public string? Folder { get; init; }

    /// <summary>The manifests of other stacks beside the Dockerfile.</summary>
    public Manifests Manifests { get; init; } = Manifests.None;

    /// <summary>
    /// Whether the file stands for the properties and items of the SDK's PublishContainer, so that remedies name these.
    /// </summary>
    public bool IsOfProperties { get; init; }

    /// <summary>The options for the model of the file: the names of the variables that inspected base images set.</summary>
    public ModelOptions ModelOptions => Build with { BaseEnvironment = EnvironmentOf };

    /// <summary>The target, the arguments and the contexts of the project's own build of the file; the defaults for other files.</summary>
    public ModelOptions Build { get; init; } = ModelOptions.Default;

    private Dictionary<string, string?>? EnvironmentOf(string image) =>
        ImageReference.TryParse(image, out var reference, out _) && Known(reference)?.Config is { } config
            ? config.Environment.ToDictionary(static name => name, static _ => (string?)null, StringComparer.Ordinal)
            : null;
}
