using ContainerGuard.Archives;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>Short words for what the tests of inspection do.</summary>
internal static class TestInspection
{
    public static LayerFacts ReadLayer(byte[] blob, ArchiveLimits? limits = null) => ReadLayer(new MemoryStream(blob), blob.Length, limits);

    public static LayerFacts ReadLayer(Stream blob, long? size, ArchiveLimits? limits = null) =>
        new LayerInspector(
            [new SystemFiles(1 << 20)], limits ?? ArchiveLimits.Default).Read(blob, size, "Layer 1", TestContext.Current.CancellationToken);

    public static InspectedImage Image(params byte[][] layers) => Image(new InspectionOptions(), layers);

    public static InspectedImage Image(InspectionOptions options, params byte[][] layers)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllBytes(folder.Combine("app.tar"), TarBuilder.DockerArchive(layers));
        return Read(folder.Combine("app.tar"), options);
    }

    public static InspectedImage Read(string path, InspectionOptions? options = null)
    {
        using var saved = SavedImages.OpenFile(path, options ?? new InspectionOptions(), TestContext.Current.CancellationToken);
        return saved.ReadChosen(null, null, TestContext.Current.CancellationToken);
    }
}
