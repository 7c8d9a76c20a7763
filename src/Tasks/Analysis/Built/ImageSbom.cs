using System.Globalization;
using ContainerGuard.Inspection;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Sbom;

namespace ContainerGuard.Analysis.Built;

/// <summary>What the bill of materials of an image says: its packages, its layers, its system and its base.</summary>
internal static class ImageSbom
{
    /// <param name="analysis">The image.</param>
    /// <param name="packages">Its packages.</param>
    /// <param name="time">The time to use; null for that of the image.</param>
    /// <param name="toolVersion">The version of this tool.</param>
    public static SbomSubject Of(ImageAnalysis analysis, IReadOnlyList<Package> packages, DateTimeOffset? time, string toolVersion)
    {
        var reference = analysis.Inputs.Reference;
        var config = analysis.Config;
        return new SbomSubject
        {
            Name = reference?.Name ?? analysis.Inputs.Name,
            Version = reference?.EffectiveTag ?? "",
            IsImage = true,
            Digest = reference?.Digest?.ToString() ?? "",
            ImageId = config.Digest.ToString(),
            Layers = [.. config.DiffIds.Select((diffId, layer) => new SbomLayer(diffId, !analysis.IsOurs(layer)))],
            Base = BaseOf(analysis),
            System = SystemOf(analysis.Image),
            Packages = packages,
            Time = time ?? Created(config) ?? DateTimeOffset.UnixEpoch,
            ToolVersion = toolVersion,
        };
    }

    /// <summary>The base whose layers are known, else the one that the Dockerfile names.</summary>
    private static SbomBase? BaseOf(ImageAnalysis analysis)
    {
        if (analysis.Inputs.Base?.Reference is { } known)
        {
            return new SbomBase(known.Name, known.Tag ?? "", known.Digest?.ToString() ?? "");
        }

        return null;
    }

    private static Distribution? SystemOf(InspectedImage image) =>
        OsRelease.Find(image)?.Fields is { } fields && fields.GetValueOrDefault("ID") is { Length: > 0 } id
            ? new Distribution(id.ToLowerInvariant(), fields.GetValueOrDefault("VERSION_ID") ?? "")
            : null;

    private static DateTimeOffset? Created(ImageConfig config) =>
        DateTimeOffset.TryParse(config.Created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? created
            : null;
}
