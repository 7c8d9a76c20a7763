namespace ContainerGuard.Dockerfile;

/// <summary>What a build brings to a file.</summary>
internal sealed record ModelOptions
{
    public static readonly ModelOptions Default = new();

    /// <summary>The name or index of the stage to build; null for the last.</summary>
    public string? Target { get; init; }

    /// <summary>--build-arg.</summary>
    public IReadOnlyDictionary<string, string> BuildArguments { get; init; } = new Dictionary<string, string>();

    /// <summary>The platform to build for and on: os/architecture or os/architecture/variant.</summary>
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>
    /// The environment of a base image by its reference: names with their values, null for a value that is not known. Null, the function
    /// or its result, when nobody knows of the image.
    /// </summary>
    public Func<string, IReadOnlyDictionary<string, string?>?>? BaseEnvironment { get; init; }
}
