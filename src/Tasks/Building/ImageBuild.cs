using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;

namespace ContainerGuard.Building;

/// <summary>A secret of a build, from a file or an environment variable. No layer and no command line contains its value.</summary>
/// <param name="Id">The ID that <c>RUN --mount=type=secret</c> asks for.</param>
/// <param name="File">Absolute; null for a variable.</param>
/// <param name="Variable">The variable's name; null for a file.</param>
internal sealed record BuildSecret(string Id, string? File, string? Variable = null);

/// <summary>The image to build, independent of the program.</summary>
internal sealed record ImageBuild
{
    /// <summary>The Dockerfile, absolute.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>The build context, absolute.</summary>
    public required string Context { get; init; }

    /// <summary>
    /// The Dockerfile's own ignore file, absolute; null if it has none. BuildKit finds it by its name, the other programs need an option.
    /// </summary>
    public string? IgnoreFile { get; init; }

    /// <summary>The image's names, with tags.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Empty for the platform of the builder.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    public IReadOnlyList<NamedContext> NamedContexts { get; init; } = [];

    public IReadOnlyList<BuildSecret> Secrets { get; init; } = [];

    /// <summary>Values of <c>ARG</c>; a null value comes from the environment.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Arguments { get; init; } = [];

    /// <summary>Labels that the Dockerfile does not contain.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public BuildOutput Output { get; init; } = BuildOutput.Load;

    /// <summary>The name of a builder of buildx; empty for the current one.</summary>
    public string Builder { get; init; } = "";

    /// <summary>
    /// The mode of the provenance attestation, <c>min</c> or <c>max</c>; <c>false</c> for no attestation; empty for the default of the
    /// builder.
    /// </summary>
    public string Provenance { get; init; } = "";

    public bool Sbom { get; init; }

    /// <summary>The time, in seconds of Unix time, that replaces every time in the image; null to keep the real times.</summary>
    public long? SourceDateEpoch { get; init; }

    /// <summary>Whether the image is for Windows, which BuildKit does not build on an engine for Windows containers.</summary>
    public bool IsForWindows { get; init; }

    /// <summary>The source policy of BuildKit that the build must keep to, absolute; null for none.</summary>
    public string? SourcePolicy { get; init; }

    /// <summary>Further options of the program, unchanged.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The build of a plan, before the settings of the build are applied.</summary>
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
            IsForWindows = plan.Project is DotNetProject { IsWindows: true },
            Secrets =
            [
                .. inputs.Secrets.Select(static secret => new BuildSecret(secret.Id, secret.HostPath)),
                .. inputs.SecretVariables.Select(static variable => new BuildSecret(variable, null, variable)),
            ],
        };
    }

    /// <summary>What the program does not support, with the remedy; null if it supports everything.</summary>
    public string? Problem(BuildTool tool)
    {
        if (Output.IsArchive && Platforms.Count > 1 && Output.Kind == OutputKind.DockerArchive)
        {
            return "A docker archive contains only one platform. Set ContainerGuardBuildOutput=oci:<path>, "
                + "or set one platform in ContainerGuardBuildPlatforms.";
        }

        if (IsForWindows)
        {
            if (tool != BuildTool.Docker)
            {
                return $"{FoundBuildTool.NameOf(tool)} does not build Windows images. Set ContainerGuardBuildTool=docker.";
            }

            return WindowsProblem;
        }

        if (tool == BuildTool.Docker) return null;
        var name = FoundBuildTool.NameOf(tool);
        if (Builder.Length > 0)
        {
            return $"{name} does not support ContainerGuardBuilder. Set ContainerGuardBuildTool=docker, or remove ContainerGuardBuilder.";
        }

        if (Provenance is "min" or "max" || Sbom)
        {
            var property = Sbom ? "ContainerGuardSbom" : "ContainerGuardProvenance";
            return $"{name} does not support the attestations of {property}. Set ContainerGuardBuildTool=docker, or remove {property}.";
        }

        return null;
    }

    /// <summary>The builder of an engine for Windows containers has none of the features of BuildKit.</summary>
    private string? WindowsProblem
    {
        get
        {
            var property = Builder.Length > 0 ? "ContainerGuardBuilder"
                : Sbom ? "ContainerGuardSbom"
                : Provenance is "min" or "max" ? "ContainerGuardProvenance"
                : Output.Kind == OutputKind.OciArchive ? "ContainerGuardBuildOutput=oci"
                : SourceDateEpoch is not null ? "ContainerGuardReproducible"
                : null;
            return property is null ? null : $"An engine for Windows containers does not support {property}. Remove it for this project.";
        }
    }

    /// <summary>The secret that does not exist, with the remedy; null if all exist.</summary>
    /// <param name="exists">Whether a file exists.</param>
    /// <param name="environment">The variables of the build.</param>
    public string? MissingSecret(Func<string, bool> exists, Func<string, string?> environment)
    {
        foreach (var secret in Secrets)
        {
            if (secret.File is { } file && !exists(file))
            {
                return $"The secret '{secret.Id}' has no file {file}. Create it, or correct the Source of the ContainerGuardSecret.";
            }

            if (secret.Variable is { } variable && environment(variable) is null)
            {
                return $"The secret '{secret.Id}' needs the environment variable {variable}, which is not set. Set it before the build.";
            }
        }

        return null;
    }
}
