using System.Globalization;
using System.Text;
using ContainerGuard.Building;
using ContainerGuard.Building.Reproducible;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Gives the image that the SDK's PublishContainer has pushed one time, so that another publish of the same sources has the same digest.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReproduceContainer : RegistryTask
{
    /// <summary><c>ContainerRegistry</c>.</summary>
    [Required]
    public string Registry { get; set; } = "";

    /// <summary><c>ContainerRepository</c>.</summary>
    [Required]
    public string Repository { get; set; } = "";

    /// <summary><c>ContainerImageTags</c> items.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The runtime identifiers of an image for several platforms; empty for one platform.</summary>
    public string[] RuntimeIdentifiers { get; set; } = [];

    /// <summary><c>ContainerGuardSourceDateEpoch</c>; empty for the time of the last commit.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary>The SDK's <c>GeneratedContainer</c> items, with the manifests and configurations that are in the registry now.</summary>
    [Output]
    public ITaskItem[] Containers { get; set; } = [];

    // Only properties name the image, and the SDK has just pushed it.
    private protected override bool NamesAllImages => true;

    private protected override void Run(ImageMirrors mirrors, RegistryOptions registry)
    {
        var tags = Tags.Length > 0 ? Tags : ["latest"];
        if (!ImageReference.TryParse($"{Registry}/{Repository}:{tags[0]}", out var image, out var reason))
        {
            Report(GuardCodes.InvalidReference, ProjectFile, $"'{Registry}/{Repository}:{tags[0]}' is not an image reference: {reason}.");
            return;
        }

        RunAsync(image, tags, registry).GetAwaiter().GetResult();
    }

    private async Task RunAsync(ImageReference image, string[] tags, RegistryOptions options)
    {
        if (await TimeAsync().ConfigureAwait(false) is not { } time)
        {
            ReportKept(
                image, "the time of the last commit is not known", "Set ContainerGuardSourceDateEpoch to a time in seconds since 1970.");
            return;
        }

        using var registry = new RegistryPusher(image, options);
        try
        {
            string[] platformTags = [.. tags.SelectMany(tag => RuntimeIdentifiers.Select(runtime => $"{tag}-{runtime}"))];
            var replaced = await new ReproducibleImage(registry, time, Cancellation).ReplaceAsync(tags, platformTags).ConfigureAwait(false);
            foreach (var container in Containers) Update(container, replaced);
            Say($"{image.Familiar} has the time {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC and the digest {replaced[^1].Digest}.");
        }
        catch (RegistryException exception)
        {
            var problem = registry.Redact(exception).Problem;
            ReportKept(image, problem.Message, problem.Remedy);
        }
        catch (FormatException exception)
        {
            ReportKept(image, exception.Message, "Build the image with the target ContainerGuardBuildImage.");
        }
    }

    private void ReportKept(ImageReference image, string why, string remedy) => Report(
        GuardCodes.ContainerNotReproducible, ProjectFile,
        $"'{image.Familiar}' has the time of this build, so another build has another digest: {why}. {remedy}");

    private async Task<DateTimeOffset?> TimeAsync()
    {
        var seconds = long.TryParse(SourceDateEpoch, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : await CommitTime.OfAsync(ProjectDirectory, Environment.GetEnvironmentVariable, Cancellation).ConfigureAwait(false);
        return seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null;
    }

    private static void Update(ITaskItem container, IReadOnlyList<ReplacedManifest> replaced)
    {
        var before = container.GetMetadata("ManifestDigest");
        if (replaced.FirstOrDefault(one => one.Before.ToString() == before) is not { } image) return;
        container.SetMetadata("ManifestDigest", image.Digest.ToString());
        container.SetMetadata("Manifest", Encoding.UTF8.GetString(image.Content));
        if (image.Configuration is { } configuration) container.SetMetadata("Configuration", Encoding.UTF8.GetString(configuration));
    }
}
