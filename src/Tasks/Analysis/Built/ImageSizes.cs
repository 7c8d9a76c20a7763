using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Analysis.Built;

/// <summary>What the bytes of an image are, unpacked.</summary>
/// <param name="Base">The layers of the base image.</param>
/// <param name="Runtime">The runtimes that our layers add: .NET, Java, Node.js, Python.</param>
/// <param name="Packages">The files of system packages that our layers add.</param>
/// <param name="Application">The rest of our layers.</param>
/// <param name="Efficiency">
/// The bytes that a container sees, divided by the bytes of all layers, from 0 to 1; above the base image only.
/// </param>
internal sealed record ImageSizes(long Base, long Runtime, long Packages, long Application, double Efficiency)
{
    private static readonly string[] Runtimes =
    [
        "usr/share/dotnet/", "usr/lib/dotnet/", "usr/lib/jvm/", "opt/java/", "usr/local/bin/node", "usr/local/lib/node_modules/npm/",
        "usr/local/lib/python", "usr/local/lib/ruby/",
    ];

    public static ImageSizes Of(ImageAnalysis image)
    {
        long fromBase = 0, runtime = 0, packages = 0, application = 0, own = 0;
        for (var i = 0; i < image.Image.Layers.Count; i++)
        {
            foreach (var entry in image.Image.Layers[i].Facts?.Entries ?? [])
            {
                if (entry.Type != FileType.File) continue;
                if (!image.IsOurs(i)) fromBase += entry.Size;
                else if (Array.Exists(Runtimes, folder => entry.Path.StartsWith(folder, StringComparison.Ordinal))) runtime += entry.Size;
                else if (image.IsOwnedByPackage(entry.Path)) packages += entry.Size;
                else application += entry.Size;
                if (image.IsOurs(i)) own += entry.Size;
            }
        }

        var wasted = image.Waste.Sum(static waste => waste.Bytes);
        return new ImageSizes(fromBase, runtime, packages, application, own == 0 ? 1 : Math.Max(0, own - wasted) / (double)own);
    }
}
