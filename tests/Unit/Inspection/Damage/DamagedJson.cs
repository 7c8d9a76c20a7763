using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerGuard.Tests.Unit.Inspection.Damage;

/// <summary>Changes a node of a JSON document: a manifest, an index, a configuration.</summary>
internal static class DamagedJson
{
    private const int DeepNesting = 200;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e9", "1e400", "9223372036854775808", "[]", "{}", "[[]]", "[null]", "\"\"", "\"..\"", "\"\\u0000\"",
        "\"\\ud800\"", "\"sha256:\"", "\"sha512:00\"", "\"../../../../etc/passwd\"", "\"/\"", "\"application/vnd.oci.image.index.v1+json\"",
        "\"application/vnd.docker.distribution.manifest.v1+json\"", "\"application/vnd.oci.image.layer.v1.tar+zstd\"", "\"windows\"",
    ];

    public static byte[] Of(byte[] content, Random random)
    {
        try
        {
            return Changed(content, random);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // Earlier damage: not JSON, text that is not Unicode, a name that occurs twice.
            return DamagedBytes.Of(content, random);
        }
    }

    private static byte[] Changed(byte[] content, Random random)
    {
        var root = JsonNode.Parse(content);
        List<JsonNode> containers = [];
        Collect(root, containers);
        if (containers.Count == 0) return DamagedBytes.Of(content, random);
        var one = containers[random.Next(containers.Count)];
        if (one is JsonArray array) Change(array, containers, random);
        else Change((JsonObject)one, containers, random);
        return Encoding.UTF8.GetBytes(Raw(root!.ToJsonString(), random));
    }

    private static void Change(JsonArray array, List<JsonNode> all, Random random)
    {
        var at = array.Count == 0 ? -1 : random.Next(array.Count);
        switch (random.Next(4))
        {
            case 0 when at >= 0:
                array.RemoveAt(at);
                break;
            case 1 when at >= 0:
                for (var count = random.Next(1, 40); count > 0; count--) array.Add(array[at]?.DeepClone());
                break;
            case 2 when at >= 0:
                array[at] = Other(all, random);
                break;
            default:
                array.Insert(Math.Max(at, 0), Other(all, random));
                break;
        }
    }

    private static void Change(JsonObject properties, List<JsonNode> all, Random random)
    {
        var names = properties.Select(static property => property.Key).ToList();
        if (names.Count == 0 || random.Next(6) == 0)
        {
            properties[$"x{random.Next(3)}"] = Other(all, random);
            return;
        }

        var name = names[random.Next(names.Count)];
        if (random.Next(3) == 0) properties.Remove(name);
        else properties[name] = Other(all, random);
    }

    /// <summary>A value that a later step replaces with raw text, or a piece of the same document.</summary>
    private static JsonNode? Other(List<JsonNode> all, Random random) => random.Next(4) switch
    {
        0 => all[random.Next(all.Count)].DeepClone(),
        1 => JsonValue.Create(new string('a', random.Next(5000))),
        _ => JsonValue.Create($"@value{random.Next(Values.Length + 1)}@"),
    };

    /// <summary>Some values cannot be nodes: a lone surrogate, a number out of range, a nesting that a reader refuses.</summary>
    private static string Raw(string json, Random random)
    {
        for (var i = 0; i < Values.Length; i++) json = json.Replace($"\"@value{i}@\"", Values[i], StringComparison.Ordinal);
        var depth = random.Next(1, DeepNesting);
        return json.Replace($"\"@value{Values.Length}@\"", new string('[', depth) + new string(']', depth), StringComparison.Ordinal);
    }

    private static void Collect(JsonNode? node, List<JsonNode> containers)
    {
        if (node is not (JsonArray or JsonObject)) return;
        containers.Add(node);
        var children = node is JsonArray array ? array : ((JsonObject)node).Select(static property => property.Value);
        foreach (var child in children) Collect(child, containers);
    }
}
