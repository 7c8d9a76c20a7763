using ContainerGuard.Generation;

namespace ContainerGuard.Building;

/// <summary>A secret of a build, which no layer and no command line holds: a file, or an environment variable of the one who builds.</summary>
/// <param name="Id">The id that <c>RUN --mount=type=secret</c> asks for.</param>
/// <param name="File">Absolute; null where it is a variable.</param>
/// <param name="Variable">The variable's name; null where it is a file.</param>
internal sealed record BuildSecret(string Id, string? File, string? Variable = null);

/// <summary>What is to be built, whichever program builds it.</summary>
internal sealed record ImageBuild
{
    /// <summary>The Dockerfile, absolute.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>The build context, absolute.</summary>
    public required string Context { get; init; }

    /// <summary>The Dockerfile's own ignore file, absolute: BuildKit looks for it, the others are told. Null where there is none.</summary>
    public string? IgnoreFile { get; init; }

    /// <summary>The image's names, with tags.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>None for the builder's own.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    public IReadOnlyList<NamedContext> NamedContexts { get; init; } = [];

    public IReadOnlyList<BuildSecret> Secrets { get; init; } = [];

    /// <summary>Values of <c>ARG</c>; a null value is taken from the environment.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Arguments { get; init; } = [];

    /// <summary>Labels that the Dockerfile does not write itself.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public BuildOutput Output { get; init; } = BuildOutput.Load;

    /// <summary>A builder of buildx by its name; empty for the one in use.</summary>
    public string Builder { get; init; } = "";

    /// <summary>How much the provenance attestation tells, <c>min</c> or <c>max</c>; <c>false</c> for none; empty for the builder's own choice.</summary>
    public string Provenance { get; init; } = "";

    public bool Sbom { get; init; }

    /// <summary>The moment, in seconds of Unix time, that stands for every time in the image; null for real times.</summary>
    public long? SourceDateEpoch { get; init; }

    /// <summary>Further options of the program, as they are.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What a plan wants built, before settings of the build are put over it.</summary>
    public static ImageBuild Of(ContainerPlan plan, string dockerfile)
    {
        var inputs = plan.Inputs;
        return new()
        {
            Dockerfile = dockerfile,
            Context = plan.Project.ContextDirectory,
            IgnoreFile = dockerfile + ".dockerignore",
            Names = ImageNames.Of("", plan.Project.ContainerRepository, plan.Name, plan.Project.ContainerImageTags),
            Platforms = plan.Platform is { } platform ? [platform] : [],
            NamedContexts = inputs.NamedContexts,
            Secrets =
            [
                .. inputs.Secrets.Select(static secret => new BuildSecret(secret.Id, secret.HostPath)),
                .. inputs.SecretVariables.Select(static variable => new BuildSecret(variable, null, variable)),
            ],
        };
    }

    /// <summary>What the program cannot do of this, with the way out; null when it can do all.</summary>
    public string? Obstacle(BuildTool tool)
    {
        if (Output.IsArchive && Platforms.Count > 1 && Output.Kind == OutputKind.DockerArchive)
        {
            return "An archive for docker load holds one platform. Write ContainerGuardBuildOutput=oci:<path>, or name one platform in ContainerGuardBuildPlatforms.";
        }

        if (tool == BuildTool.Docker) return null;
        var name = FoundBuildTool.NameOf(tool);
        if (Builder.Length > 0) return $"ContainerGuardBuilder names a builder of docker buildx, and {name} has none. Set ContainerGuardBuildTool to docker, or take ContainerGuardBuilder out.";
        if (Provenance is "min" or "max" || Sbom)
        {
            var property = Sbom ? "ContainerGuardSbom" : "ContainerGuardProvenance";
            return $"{name} makes no attestations, which {property} asks for. Set ContainerGuardBuildTool to docker, or take {property} out.";
        }

        return null;
    }

    /// <summary>The secret that is not there, with the way out; null when all are.</summary>
    /// <param name="exists">Whether there is a file.</param>
    /// <param name="environment">The variables of the build.</param>
    public string? MissingSecret(Func<string, bool> exists, Func<string, string?> environment)
    {
        foreach (var secret in Secrets)
        {
            if (secret.File is { } file && !exists(file)) return $"The file of the secret '{secret.Id}' is not there: {file}. Put it there, or correct its path.";
            if (secret.Variable is { } variable && environment(variable) is null) return $"The secret '{secret.Id}' is to come from the environment variable {variable}, which is not set. Set it where the build runs.";
        }

        return null;
    }
}
