using ContainerGuard.Compose;

namespace ContainerGuard.Dockerfile;

/// <summary>The settings of a build: its target, build arguments and platform.</summary>
internal sealed record ModelOptions
{
    public static readonly ModelOptions Default = new();

    /// <summary>The name or index of the stage to build; null for the last stage.</summary>
    public string? Target { get; init; }

    /// <summary>The values of --build-arg.</summary>
    public IReadOnlyDictionary<string, string> BuildArguments { get; init; } = new Dictionary<string, string>();

    /// <summary>The values of --build-context.</summary>
    public NamedContexts Contexts { get; init; } = NamedContexts.None;

    /// <summary>The platform to build for and on: os/architecture or os/architecture/variant.</summary>
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>The folder of a compose file; null for a Dockerfile.</summary>
    public ComposeFolder? Compose { get; init; }

    /// <summary>
    /// Returns the environment of a base image by its reference: names and values, with null for an unknown value. The function, or its
    /// result, is null if the image was not inspected.
    /// </summary>
    public Func<string, IReadOnlyDictionary<string, string?>?>? BaseEnvironment { get; init; }
}
