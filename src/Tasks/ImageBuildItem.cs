using System.Globalization;
using ContainerGuard.Building;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Packages.Sbom;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Reads the item with which the targets describe the build of an image.</summary>
/// <param name="item">The item. Its metadata have the names of the properties.</param>
/// <param name="items">The project's items.</param>
/// <param name="fullPath">Makes a path absolute.</param>
internal sealed class ImageBuildItem(ITaskItem item, ProjectItems items, Func<string, string> fullPath)
{
    private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <summary>The program that the project names; null for any.</summary>
    public BuildTool? Tool => Of("ContainerGuardBuildTool") is { Length: > 0 } name ? Setting.Read<BuildTool>(name) : null;

    /// <summary>Whether the times in the image come from the sources.</summary>
    public bool IsReproducible => Setting.IsTrue(Of("ContainerGuardReproducible")) || Epoch is not null;

    /// <summary>The time that the project sets, in seconds of Unix time; null if it sets none.</summary>
    public long? Epoch =>
        long.TryParse(Of("ContainerGuardSourceDateEpoch"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;

    /// <summary>The build of a generated Dockerfile.</summary>
    /// <param name="plan">The plan of the Dockerfile.</param>
    /// <param name="dockerfile">Absolute.</param>
    /// <param name="problem">The error in a setting; null if all are valid.</param>
    public ImageBuild Read(ContainerPlan plan, string dockerfile, out string? problem) =>
        Apply(ImageBuild.Of(plan, dockerfile), plan.Name, out problem);

    /// <summary>The build of a Dockerfile in the source tree.</summary>
    /// <param name="dockerfile">Absolute.</param>
    /// <param name="context">Absolute.</param>
    /// <param name="problem">The error in a setting; null if all are valid.</param>
    public ImageBuild Read(string dockerfile, string context, out string? problem) => Apply(
        new ImageBuild
        {
            Dockerfile = dockerfile,
            Context = context,
            IgnoreFile = File.Exists(dockerfile + ".dockerignore") ? dockerfile + ".dockerignore" : null,
            Names = [],
            Labels = [.. items.Labels.Select(static label => KeyValuePair.Create(label.ItemSpec, label.GetMetadata("Value")))],
        },
        Of("AssemblyName"),
        out problem);

    private ImageBuild Apply(ImageBuild build, string name, out string? problem)
    {
        var repository = FirstOf("ContainerRepository", "ContainerImageName");
        var names = ImageNames.Of(
            Of("ContainerRegistry"), repository, name, FirstOf("ContainerImageTags", "ContainerImageTag").Split(';', Trimmed));
        var shown = Of("ContainerGuardBuildOutput");
        var output = BuildOutput.Read(
            shown, Of("ContainerArchiveOutputPath"), Of("ContainerRegistry"),
            repository.Length > 0 ? repository : ImageNames.Repository(name), fullPath);
        problem = output is null ? $"ContainerGuardBuildOutput has the invalid value '{shown}'. Write load, push, oci:<path> "
            + "or docker:<path>."
            : Of("ContainerGuardSourceDateEpoch") is { Length: > 0 } epoch && Epoch is null ? "ContainerGuardSourceDateEpoch has the "
                + $"invalid value '{epoch}'. Write seconds since 1970, as `git log -1 --format=%ct` prints them."
            : SecretProblem();
        output ??= BuildOutput.Load;
        var platforms = Platforms(output.Kind);
        return build with
        {
            Names = names,
            Platforms = platforms.Count > 0 ? platforms : build.Platforms,
            Secrets = [.. build.Secrets, .. items.Secrets.Select(ReadSecret)],
            Arguments = [.. items.BuildArguments.Select(static argument => KeyValuePair.Create(
                argument.ItemSpec, argument.MetadataNames.Cast<string>().Contains("Value") ? argument.GetMetadata("Value") : null))],
            Output = output,
            Builder = Of("ContainerGuardBuilder"),
            Provenance = Setting.IsFalse(Of("ContainerGuardProvenance")) ? "false" : Of("ContainerGuardProvenance").ToLowerInvariant(),
            Sbom = SbomFormat.Words(Of("ContainerGuardSbom")).Any(Setting.IsTrue),
            SourceDateEpoch = Epoch,
            Options = [.. items.BuildOptions.Select(static option => option.ItemSpec)],
        };
    }

    /// <summary>The platforms that the project names, else those of the runtime identifiers.</summary>
    private List<string> Platforms(OutputKind output)
    {
        if (Of("ContainerGuardBuildPlatforms") is { Length: > 0 } named) return [.. named.Split([';', ','], Trimmed)];
        var identifiers = FirstOf("ContainerRuntimeIdentifiers", "ContainerRuntimeIdentifier", "RuntimeIdentifier");
        if (identifiers.Length == 0 && output is OutputKind.Push or OutputKind.OciArchive) identifiers = Of("RuntimeIdentifiers");
        var platforms = new List<string>();
        foreach (var identifier in identifiers.Split(';', Trimmed))
        {
            if (identifier.StartsWith("linux-", StringComparison.Ordinal)
                && RuntimeIdentifiers.PlatformOf(identifier) is { } platform
                && !platforms.Contains(platform))
            {
                platforms.Add(platform);
            }
        }

        return platforms;
    }

    private string? SecretProblem()
    {
        foreach (var secret in items.Secrets)
        {
            if (secret.GetMetadata("Source").Length > 0 != secret.GetMetadata("EnvironmentVariable").Length > 0) continue;
            return $"ContainerGuardSecret '{secret.ItemSpec}' must have either Source=\"<path>\" or EnvironmentVariable=\"<name>\".";
        }

        return null;
    }

    private BuildSecret ReadSecret(ITaskItem secret) => secret.GetMetadata("Source") is { Length: > 0 } source
        ? new BuildSecret(secret.ItemSpec, fullPath(source))
        : new BuildSecret(secret.ItemSpec, null, secret.GetMetadata("EnvironmentVariable"));

    private string Of(string name) => item.GetMetadata(name).Trim();

    private string FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Of(name) is { Length: > 0 } value) return value;
        }

        return "";
    }
}
