using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;

namespace ContainerGuard;

/// <summary>The options for the inspection of images from the items of a project.</summary>
internal static class InspectionItems
{
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="registry">The settings of connections.</param>
    /// <param name="folder">The folder of the cache; null to keep nothing.</param>
    public static InspectionOptions Options(ImageMirrors mirrors, RegistryOptions registry, string? folder)
    {
        var options = new InspectionOptions
        {
            Readers = ImageReaders.All,
            Mirrors = mirrors,
            Environment = Environment.GetEnvironmentVariable,
            Registry = registry,
        };
        if (folder is null) return options;
        var documents = DocumentCache.Open(folder, mayKeep: ConfigurationSecrets.AreAbsentFrom);
        return options with
        {
            Cache = LayerCache.Open(folder, options.Inspector.Readers),
            Documents = documents,
            Registry = registry with { Schemes = documents is null ? null : new KeptSchemes(documents) },
        };
    }
}
