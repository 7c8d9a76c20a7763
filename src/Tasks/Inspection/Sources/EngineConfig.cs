using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Sources;

/// <summary>
/// The configuration of an image of a local engine, without its files, which the engine could only export with all layers (Docker Engine
/// API, ImageInspect and ImageHistory; podman answers the same).
/// </summary>
internal static class EngineConfig
{
    /// <exception cref="InspectionException">No engine is running, or it does not have the image.</exception>
    public static ImageConfig Read(ImageName name, InspectionOptions options, CancellationToken cancellationToken)
    {
        var image = Uri.EscapeDataString(name.Place);
        var documents = EngineExport.Get(
            name, [$"images/{image}/json", $"images/{image}/history"], options.Limits.LargestDocument, options.Environment,
                cancellationToken);
        if (documents is null)
        {
            // podman without a service.
            using var saved = SavedImages.Open(name, options, cancellationToken);
            return saved.ReadChosen(null, options.Platform, cancellationToken).Config;
        }

        var where = $"The configuration of '{name.Place}'";
        var config = Documents.Parse(documents[0], where, inspected =>
            Documents.Parse(documents[1], where, history => Convert(inspected, history)));
        return ImageConfig.Parse(Encoding.UTF8.GetBytes(config), where);
    }

    private static string Convert(JsonElement inspected, JsonElement history)
    {
        if (inspected.TryGetProperty("Config", out var settings) && settings.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            throw new InspectionException("The response of the engine", "Config is not an object", "Pull or build the image again.");
        }

        var layers = inspected.TryGetProperty("RootFS", out var files) ? files.Strings("Layers").ToArray() : [];
        // The newest step is first.
        var steps = history.ValueKind == JsonValueKind.Array
            ? history.EnumerateArray().Reverse().Select(static step =>
                (Text: step.Text("CreatedBy") ?? "", Size: step.Integer("Size") ?? 0)).ToArray()
            : [];
        var areSized = steps.Count(static step => step.Size > 0) == layers.Length;
        return new JsonObject
        {
            ["os"] = inspected.Text("Os"),
            ["architecture"] = inspected.Text("Architecture"),
            ["variant"] = inspected.Text("Variant"),
            ["created"] = inspected.Text("Created"),
            ["config"] = inspected.TryGetProperty("Config", out var config) ? JsonNode.Parse(config.GetRawText()) : null,
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers", ["diff_ids"] = new JsonArray([.. layers.Select(static layer => (JsonNode)layer)]),
            },
            ["history"] = new JsonArray([.. steps.Select(step => (JsonNode)new JsonObject
            {
                ["created_by"] = step.Text, ["empty_layer"] = areSized ? step.Size == 0 : !MakesLayer(step.Text),
            })]),
        }.ToJsonString();
    }

    /// <summary>A step can have a layer without bytes.</summary>
    private static bool MakesLayer(string step) =>
        !step.Contains("#(nop)", StringComparison.Ordinal) && !step.EndsWith("# buildkit", StringComparison.Ordinal)
            ? !char.IsAsciiLetterUpper(step.FirstOrDefault())
            : step.StartsWith("RUN", StringComparison.Ordinal) || step.Contains("COPY ", StringComparison.Ordinal)
                || step.Contains("ADD ", StringComparison.Ordinal) || step.StartsWith("WORKDIR", StringComparison.Ordinal);
}
