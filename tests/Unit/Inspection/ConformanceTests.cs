using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Facts;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>
/// Archives whose facts another program has computed: those of this folder, or of the folder in <c>CONTAINERGUARD_ARCHIVES</c>, which has
/// an <c>expected.json</c> of the same form.
/// </summary>
public class ConformanceTests
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("CONTAINERGUARD_ARCHIVES") is { Length: > 0 } folder
            ? folder
            : RepositoryRoot.Combine("tests", "Unit", "Inspection", "Archives");

    private static readonly JsonObject Expected = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")))!.AsObject();

    public static TheoryData<string> Archives { get; } = [.. Expected.Select(static entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Archives))]
    public void An_archive_has_the_facts_that_are_known_of_it_or_is_refused_with_one_message(string name)
    {
        var expected = Expected[name]!;
        var path = Path.Combine(Folder, name);
        if (expected["images"] is null && expected["oci"] is null)
        {
            var failure = Should.Throw<InspectionException>(() => Facts(path));
            failure.Message.ShouldNotContain("\n");
            failure.Message.ShouldContain(name);
            return;
        }

        var actual = Facts(path);

        actual["outer_compression"]!.GetValue<string>().ShouldBe(expected["outer_compression"]!.GetValue<string>());
        Differences("", expected["forms"], actual["forms"]).ShouldBeEmpty();
        Differences("images", expected["images"], actual["images"]).ShouldBeEmpty();
        Differences("oci", expected["oci"], actual["oci"]).ShouldBeEmpty();
    }

    private static JsonNode Facts(string path)
    {
        using var images = SavedImages.OpenFile(path, new InspectionOptions(), TestContext.Current.CancellationToken);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) new ImageFactsWriter(json).Write(images, TestContext.Current.CancellationToken);
        return JsonNode.Parse(stream.ToArray())!;
    }

    /// <summary>Every known fact that is missing or different. Further facts are not a difference.</summary>
    private static IEnumerable<string> Differences(string place, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject known, JsonObject facts):
                // Of a tree with unsafe names, the known facts are not certain.
                var isUnsafe = known["layers"] is JsonArray layers && layers.Any(static layer => layer!["unsafe_names"] is not null);
                return known.Where(entry => !(isUnsafe && entry.Key is "merged" or "packages"))
                    .SelectMany(entry => facts.ContainsKey(entry.Key)
                        ? Differences($"{place}.{entry.Key}", entry.Value, facts[entry.Key])
                        : [$"{place}.{entry.Key} is missing"]);
            case (JsonArray known, JsonArray facts) when known.Count == facts.Count:
                return known.Zip(facts).SelectMany((pair, i) => Differences($"{place}[{i}]", pair.First, pair.Second));
            default:
                return AreEqual(expected, actual)
                    ? []
                    : [$"{place} is {actual?.ToJsonString() ?? "null"} instead of {expected?.ToJsonString() ?? "null"}"];
        }
    }

    private static bool AreEqual(JsonNode? expected, JsonNode? actual)
    {
        try
        {
            return JsonNode.DeepEquals(expected, actual);
        }
        catch (InvalidOperationException)
        {
            // The framework does not decode a path that is not UTF-8. Its escape in JSON is the same.
            return expected!.GetValue<JsonElement>()
                .GetRawText().Equals(actual!.GetValue<JsonElement>().GetRawText(), StringComparison.OrdinalIgnoreCase);
        }
    }
}
