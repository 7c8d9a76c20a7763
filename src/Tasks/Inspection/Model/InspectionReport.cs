using System.Globalization;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection;

/// <summary>The words for an inspected image.</summary>
internal static class InspectionReport
{
    /// <summary>The image, its size and layers, and what was looked at and what was not.</summary>
    public static string Text(string name, InspectedImage image)
    {
        var platform = image.Config.Platform?.ToString() ?? "an unknown platform";
        var read = image.Layers.Where(static layer => layer.Facts is not null).ToList();
        var unread = image.Layers.Select(static (layer, index) => (Number: index + 1, layer.Facts, layer.WhyNotRead))
            .Where(static layer => layer.Facts is null).GroupBy(static layer => layer.WhyNotRead).ToList();
        var fields = OsRelease.Find(image)?.Fields;
        var system =
            (fields?.GetValueOrDefault("PRETTY_NAME") ?? fields?.GetValueOrDefault("ID")) is { Length: > 0 } pretty ? $", {pretty}" : "";
        if (read.Count == 0 && unread is [{ Key: InspectedImage.OnlyConfiguration }])
        {
            return $"{name} is {platform}: {Count(image.Layers.Count, "layer")}. Only the configuration was read; "
                + "ContainerGuardInspectFiles=true reads the files.";
        }

        var (packed, unpacked) = (read.Sum(static layer => layer.Facts!.PackedSize), read.Sum(static layer => layer.Facts!.UnpackedSize));
        var size = packed == unpacked ? Size(unpacked) : $"{Size(packed)} packed, {Size(unpacked)} unpacked";
        var files = image.Files.Files.Count(static node => node.Version!.Type == FileType.File);
        var known = read.Count(static layer => layer.IsFromCache);
        var lines = new List<string>
        {
            $"{name} is {platform}{system}: {size}, {Count(image.Layers.Count, "layer")}, {Count(files, "file")}.",
            $"Read: the configuration and {Count(read.Count, "layer")}{(known > 0 ? $" ({known} from the cache)" : "")}.",
        };
        foreach (var layers in unread)
        {
            var numbers = layers.Select(static layer => layer.Number.ToString(CultureInfo.InvariantCulture)).ToList();
            lines.Add($"Not read: layer{(numbers.Count == 1 ? "" : "s")} {WordList.And(numbers)}, because {layers.Key}.");
        }

        return string.Join('\n', lines);
    }

    /// <summary>Clauses about parts that are missing or contradict each other. Each kind occurs once.</summary>
    public static IReadOnlyList<string> Problems(InspectedImage image)
    {
        List<string> problems =
            [.. image.Problems.Select(static problem => $"the number of layers in its configuration is wrong ({problem})")];
        Add(static layer => layer.Facts is null && layer.WhyNotRead == "it is missing", "is missing", "are missing");
        Add(static layer => !layer.BlobMatches, "does not match its digest in the manifest", "do not match their digests in the manifest");
        Add(
            static layer => layer.Facts is not null && layer.BlobMatches && !layer.DiffIdMatches,
            "does not match its digest in the configuration",
            "do not match their digests in the configuration");
        return problems;

        void Add(Func<ImageLayer, bool> isFaulty, string one, string several)
        {
            var numbers = Enumerable.Range(1, image.Layers.Count).Where(number => isFaulty(image.Layers[number - 1])).ToList();
            if (numbers.Count > 0)
            {
                problems.Add(numbers.Count == 1 ? $"layer {numbers[0]} {one}" : $"layers {WordList.And(numbers)} {several}");
            }
        }
    }

    private static string Count(int count, string noun) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Bytes in decimal megabytes, or in bytes where they are few.</summary>
    public static string Size(long bytes) => bytes >= 100_000
        ? $"{(bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture)} MB"
        : $"{bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes";
}
