using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Pinning;

namespace ContainerGuard.Rules;

/// <summary>What rules know beyond the text: gathered at the task's edge, so that a rule itself asks no disk, network or clock.</summary>
internal sealed record RuleFacts
{
    /// <summary>The day the build runs on, for end-of-life dates.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>What an unpinned base image is.</summary>
    public PinningMode Pinning { get; init; } = PinningMode.Require;

    /// <summary>The lock file's entry for an image, whatever digest the reference may carry; null when there is none: then nothing is known, and nothing is guessed.</summary>
    public Func<ImageReference, ResolvedImage?> Locked { get; init; } = static _ => null;

    /// <summary>What is known of the very image that a reference means; null where nothing is, or the lock file has another digest for it.</summary>
    public ResolvedImage? Known(ImageReference image) => Locked(image) is { } locked && (image.Digest is null || image.Digest == locked.Digest) ? locked : null;

    /// <summary>Where images are taken from.</summary>
    public ImageMirrors Mirrors { get; init; } = ImageMirrors.None;

    /// <summary>Where images may come from.</summary>
    public TrustedRegistries Trusted { get; init; } = TrustedRegistries.Any;

    /// <summary>What the project says of labels.</summary>
    public LabelSchema Labels { get; init; } = LabelSchema.None;

    /// <summary>The folder that the build is sent, through its ignore file; null when there is none to look at.</summary>
    public BuildContext? Context { get; init; }

    /// <summary>
    /// The context where it is certainly the one that the file is built with; null where it may be another folder. What it does not hold
    /// means something only then.
    /// </summary>
    public BuildContext? CertainContext => IsContextCertain ? Context : null;

    /// <summary>Whether <see cref="Context"/> is the folder that the file is built with, and not only the one that it most likely is.</summary>
    public bool IsContextCertain { get; init; }

    /// <summary>What ShellCheck says of the scripts of the file; empty where it was not asked.</summary>
    public IReadOnlyList<ShellFault> ShellFaults { get; init; } = [];

    /// <summary>The .NET target framework that is published (<c>net10.0</c>); null outside .NET.</summary>
    public string? TargetFramework { get; init; }

    /// <summary>What a model of the file is made with: the names of the variables that inspected bases set.</summary>
    public ModelOptions ModelOptions => new() { BaseEnvironment = EnvironmentOf };

    private Dictionary<string, string?>? EnvironmentOf(string image) =>
        ImageReference.TryParse(image, out var reference, out _) && Known(reference)?.Config is { } config
            ? config.Environment.ToDictionary(static name => name, static _ => (string?)null, StringComparer.Ordinal)
            : null;
}
