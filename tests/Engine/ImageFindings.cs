using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Engine;

/// <summary>The inspection of a built image, with the base's layers from the registry of the tests.</summary>
internal static class ImageFindings
{
    /// <summary>The layers of the base images are read once for all tests.</summary>
    private static readonly TemporaryDirectory Cached = new();

    /// <summary>Every finding of the rules for built images at level <c>all</c>, of the base too, as a person reads it.</summary>
    /// <param name="image">The image, which is saved as <c>docker save</c> does.</param>
    /// <param name="dockerfile">Absolute path of the Dockerfile that it was built from.</param>
    /// <param name="change">Changes what is known besides the image; null for no change.</param>
    internal static async Task<IReadOnlyList<string>> Findings(
        this BuiltImage image, string dockerfile, Func<ImageInputs, ImageInputs>? change = null)
    {
        var archive = await image.Archive();
        var options = new InspectionOptions
        {
            Readers = ImageReaders.All,
            Registry = new RegistryOptions(),
        };
        options = options with
        {
            Cache = LayerCache.Open(Cached.Path, options.Inspector.Readers),
            Documents = DocumentCache.Open(Cached.Path),
        };
        using var saved = SavedImages.OpenFile(archive, options, TestContext.Current.CancellationToken);
        var inspected = saved.ReadChosen(null, null, TestContext.Current.CancellationToken);

        var facts = new FileFacts { Today = DateOnly.FromDateTime(DateTime.UtcNow) };
        var text = SourceText.FromBytes(await File.ReadAllBytesAsync(dockerfile, TestContext.Current.CancellationToken), dockerfile);
        var file = new FileAnalysis(DockerfileModel.Create(DockerfileParser.Parse(text), facts.ModelOptions), facts);
        var platform = new ImagePlatform(inspected.Config.Os!, inspected.Config.Architecture!, inspected.Config.Variant);
        var known = new BaseImageFinder(options, facts, isOffline: false, TestContext.Current.CancellationToken)
            .Find(inspected.Config, file, "", platform);
        if (file.Image?.Stage.IsScratch != true)
        {
            known.ShouldNotBeNull("The registry of the tests does not know the base image.").IsBelow(inspected.Config.DiffIds)
                .ShouldBeTrue();
        }

        var inputs = new ImageInputs
        {
            Name = image.Tag,
            Reference = ImageReference.Parse(image.Tag),
            Today = facts.Today,
            Dockerfile = file,
            Base = known,
            IsLocked = true,
        };
        var analysis = new ImageAnalysis(inspected, change?.Invoke(inputs) ?? inputs);
        return [.. ImageRuleRunner.Run(analysis, dockerfile, [], new SeverityPolicy(Level.All))
            .Where(static finding => finding.Suppression is null)
            .Select(static finding => $"{finding.Rule.Id} {finding.Severity} line {finding.Start?.Line}: {finding.Message}")];
    }
}
