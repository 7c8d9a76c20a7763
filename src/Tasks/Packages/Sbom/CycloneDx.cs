using System.Globalization;
using System.Text.Json;
using ContainerGuard.Packages.Licenses;

namespace ContainerGuard.Packages.Sbom;

/// <summary>Writes CycloneDX 1.6 as JSON (ECMA-424).</summary>
internal static class CycloneDx
{
    /// <summary>The media type (IANA).</summary>
    public const string MediaType = "application/vnd.cyclonedx+json";

    private const string Root = "containerguard:subject";

    public static byte[] Write(SbomSubject subject) => SbomJson.Write(subject, Write);

    private static void Write(Utf8JsonWriter json, SbomSubject subject, SbomGraph graph, Guid? id)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", "1.6");
        if (id is not null) json.WriteString("serialNumber", $"urn:uuid:{id}");
        json.WriteNumber("version", 1);
        WriteMetadata(json, subject);
        json.WriteStartArray("components");
        if (subject.System is { } system) WriteSystem(json, system);
        for (var i = 0; i < graph.Packages.Count; i++) WritePackage(json, subject, graph, i);
        json.WriteEndArray();
        WriteDependencies(json, subject, graph);
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, SbomSubject subject)
    {
        json.WriteStartObject("metadata");
        json.WriteString("timestamp", SbomJson.Time(subject.Time));
        json.WriteStartObject("tools");
        json.WriteStartArray("components");
        json.WriteStartObject();
        json.WriteString("type", "application");
        json.WriteString("name", "ContainerGuard");
        json.WriteString("version", subject.ToolVersion);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();

        json.WriteStartObject("component");
        json.WriteString("type", subject.IsImage ? "container" : "application");
        json.WriteString("bom-ref", Root);
        json.WriteUnicode("name", subject.Name);
        json.WriteUnicodeIfAny("version", subject.Version);
        json.WriteHashes(subject.Digest.Length > 0 ? [subject.Digest] : [], "hashes", "alg", "content", "-");
        json.WriteUnicodeIfAny("purl", subject.Url);
        if (subject.Base is { } image) WriteBase(json, image);
        if (subject.Layers.Count > 0)
        {
            json.WriteStartArray("properties");
            WriteProperty(json, "containerguard:imageId", subject.ImageId);
            for (var i = 0; i < subject.Layers.Count; i++)
            {
                var origin = subject.Layers[i].IsBase ? "base" : "own";
                var name = string.Create(CultureInfo.InvariantCulture, $"containerguard:layer:{i}:{origin}");
                WriteProperty(json, name, subject.Layers[i].DiffId);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteBase(Utf8JsonWriter json, SbomBase image)
    {
        json.WriteStartObject("pedigree");
        json.WriteStartArray("ancestors");
        json.WriteStartObject();
        json.WriteString("type", "container");
        json.WriteUnicode("name", image.Name);
        json.WriteUnicodeIfAny("version", image.Tag);
        json.WriteHashes(image.Digest.Length > 0 ? [image.Digest] : [], "hashes", "alg", "content", "-");
        if (image.Digest.Length > 0) json.WriteUnicode("purl", PackageUrl.OfImage(image.Name, image.Tag, image.Digest));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSystem(Utf8JsonWriter json, Distribution system)
    {
        json.WriteStartObject();
        json.WriteString("type", "operating-system");
        json.WriteString("bom-ref", "containerguard:system");
        json.WriteUnicode("name", system.Id);
        json.WriteUnicodeIfAny("version", system.Version);
        json.WriteEndObject();
    }

    private static void WritePackage(Utf8JsonWriter json, SbomSubject subject, SbomGraph graph, int index)
    {
        var package = graph.Packages[index];
        json.WriteStartObject();
        json.WriteString("type", package.Role switch
        {
            PackageRole.Application => "application",
            PackageRole.Runtime => "framework",
            _ => "library",
        });
        json.WriteUnicode("bom-ref", graph.Ids[index]);
        if (package.Vendor.Length > 0)
        {
            json.WriteStartObject("supplier");
            json.WriteUnicode("name", package.Vendor);
            json.WriteEndObject();
        }

        json.WriteUnicode("name", package.Name);
        json.WriteUnicodeIfAny("version", package.Version);
        if (package.IsDevelopment) json.WriteString("scope", "excluded");
        json.WriteHashes(package.Hashes, "hashes", "alg", "content", "-");
        WriteLicenses(json, package.Licenses);
        json.WriteUnicode("purl", package.Url);
        if (package.Path.Length > 0)
        {
            json.WriteStartObject("evidence");
            json.WriteStartArray("occurrences");
            json.WriteStartObject();
            json.WriteUnicode("location", package.Member.Length > 0 ? $"{package.Path}!/{package.Member}" : package.Path);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        WriteProperties(json, subject, package);
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, SbomSubject subject, Package package)
    {
        List<(string Name, string Value)> properties = [];
        if (package.Layer is { } layer && layer < subject.Layers.Count)
        {
            properties.Add(("containerguard:layer:diffId", subject.Layers[layer].DiffId));
            properties.Add(("containerguard:layer:origin", subject.Layers[layer].IsBase ? "base" : "own"));
        }

        if (package.Source != package.Name) properties.Add(("containerguard:source", $"{package.Source} {package.SourceVersion}"));
        if (package.Modularity.Length > 0) properties.Add(("containerguard:module", package.Modularity));
        if (package.OwnedBy.Length > 0) properties.Add(("containerguard:ownedBy", package.OwnedBy));
        if (package.BroughtBy.Count > 0) properties.Add(("containerguard:broughtBy", string.Join(" > ", package.BroughtBy)));
        if (properties.Count == 0) return;
        json.WriteStartArray("properties");
        foreach (var (name, value) in properties) WriteProperty(json, name, value);
        json.WriteEndArray();
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteUnicode("value", value);
        json.WriteEndObject();
    }

    /// <summary>One valid expression, or a list of names.</summary>
    private static void WriteLicenses(Utf8JsonWriter json, IReadOnlyList<string> licenses)
    {
        if (licenses.Count == 0) return;
        json.WriteStartArray("licenses");
        if (licenses is [var only] && SpdxExpression.Problem(only) is null)
        {
            json.WriteStartObject();
            json.WriteUnicode("expression", only);
            json.WriteEndObject();
        }
        else
        {
            foreach (var license in licenses)
            {
                json.WriteStartObject();
                json.WriteStartObject("license");
                json.WriteUnicode("name", license);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteDependencies(Utf8JsonWriter json, SbomSubject subject, SbomGraph graph)
    {
        json.WriteStartArray("dependencies");
        var roots = graph.Roots.Select(root => graph.Ids[root]);
        WriteDependency(json, Root, subject.System is null ? roots : roots.Prepend("containerguard:system"));
        for (var i = 0; i < graph.Packages.Count; i++)
        {
            WriteDependency(json, graph.Ids[i], graph.DependenciesOf(i).Select(other => graph.Ids[other]));
        }

        json.WriteEndArray();
    }

    private static void WriteDependency(Utf8JsonWriter json, string id, IEnumerable<string> needs)
    {
        json.WriteStartObject();
        json.WriteUnicode("ref", id);
        json.WriteStartArray("dependsOn");
        foreach (var need in needs) json.WriteStringValue(SbomJson.Unicode(need));
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
