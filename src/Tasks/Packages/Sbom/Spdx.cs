using System.Globalization;
using System.Text.Json;
using ContainerGuard.Packages.Licenses;

namespace ContainerGuard.Packages.Sbom;

/// <summary>Writes SPDX 2.3 as JSON (spdx.github.io/spdx-spec/v2.3).</summary>
internal static class Spdx
{
    /// <summary>The media type (IANA).</summary>
    public const string MediaType = "application/spdx+json";

    private const string Document = "SPDXRef-DOCUMENT", Subject = "SPDXRef-Subject", BaseImage = "SPDXRef-BaseImage",
        System = "SPDXRef-System", Unknown = "NOASSERTION";

    public static byte[] Write(SbomSubject subject) => SbomJson.Write(subject, Write);

    private static void Write(Utf8JsonWriter json, SbomSubject subject, SbomGraph graph, Guid? id)
    {
        json.WriteStartObject();
        json.WriteString("spdxVersion", "SPDX-2.3");
        json.WriteString("dataLicense", "CC0-1.0");
        json.WriteString("SPDXID", Document);
        json.WriteUnicode("name", subject.Version.Length > 0 ? $"{subject.Name}:{subject.Version}" : subject.Name);
        if (id is not null)
        {
            // The namespace is only a name; it does not lead anywhere (section 6.5).
            json.WriteString("documentNamespace", $"https://spdx.org/spdxdocs/containerguard-{id}");
        }

        json.WriteStartObject("creationInfo");
        json.WriteString("created", SbomJson.Time(subject.Time));
        json.WriteStartArray("creators");
        json.WriteStringValue($"Tool: ContainerGuard-{subject.ToolVersion}");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("packages");
        WriteSubject(json, subject);
        if (subject.Base is { } image) WriteBase(json, image);
        if (subject.System is { } system) WriteSystem(json, system);
        for (var i = 0; i < graph.Packages.Count; i++) WritePackage(json, subject, graph.Packages[i], i);
        json.WriteEndArray();
        WriteRelationships(json, subject, graph);
        json.WriteEndObject();
    }

    private static void WriteSubject(Utf8JsonWriter json, SbomSubject subject)
    {
        Begin(json, Subject, subject.Name, subject.Version, subject.IsImage ? "CONTAINER" : "APPLICATION");
        json.WriteHashes(subject.Digest.Length > 0 ? [subject.Digest] : [], "checksums", "algorithm", "checksumValue", "");
        WriteUrl(json, subject.Url);
        if (subject.Layers.Count > 0)
        {
            json.WriteUnicode("comment", $"Image id: {subject.ImageId}. Layers: " + string.Join(", ", subject.Layers.Select(
                static layer => $"{layer.DiffId} ({(layer.IsBase ? "base" : "own")})")));
        }

        End(json, []);
    }

    private static void WriteBase(Utf8JsonWriter json, SbomBase image)
    {
        Begin(json, BaseImage, image.Name, image.Tag, "CONTAINER");
        json.WriteHashes(image.Digest.Length > 0 ? [image.Digest] : [], "checksums", "algorithm", "checksumValue", "");
        WriteUrl(json, image.Digest.Length > 0 ? PackageUrl.OfImage(image.Name, image.Tag, image.Digest) : "");
        End(json, []);
    }

    private static void WriteSystem(Utf8JsonWriter json, Distribution system)
    {
        Begin(json, System, system.Id, system.Version, "OPERATING_SYSTEM");
        End(json, []);
    }

    private static void WritePackage(Utf8JsonWriter json, SbomSubject subject, Package package, int index)
    {
        Begin(json, IdOf(index), package.Name, package.Version, package.Role switch
        {
            PackageRole.Application => "APPLICATION",
            PackageRole.Runtime => "FRAMEWORK",
            _ => "LIBRARY",
        });
        if (package.Vendor.Length > 0) json.WriteUnicode("supplier", $"Organization: {package.Vendor}");
        json.WriteHashes(package.Hashes, "checksums", "algorithm", "checksumValue", "");
        WriteUrl(json, package.Url);
        List<string> source = [];
        if (package.Path.Length > 0) source.Add($"found in {package.Path}{(package.Member.Length > 0 ? $"!/{package.Member}" : "")}");
        if (package.Layer is { } layer && layer < subject.Layers.Count)
        {
            source.Add($"layer {subject.Layers[layer].DiffId} ({(subject.Layers[layer].IsBase ? "base" : "own")})");
        }

        if (package.Source != package.Name) source.Add($"built from {package.Source} {package.SourceVersion}");
        if (package.OwnedBy.Length > 0) source.Add($"installed by {package.OwnedBy}");
        if (package.BroughtBy.Count > 0) source.Add($"brought by {string.Join(" > ", package.BroughtBy)}");
        json.WriteUnicodeIfAny("sourceInfo", string.Join("; ", source));
        End(json, package.Licenses);
    }

    private static void Begin(Utf8JsonWriter json, string id, string name, string version, string purpose)
    {
        json.WriteStartObject();
        json.WriteString("SPDXID", id);
        json.WriteUnicode("name", name);
        json.WriteUnicodeIfAny("versionInfo", version);
        json.WriteString("primaryPackagePurpose", purpose);
        json.WriteString("downloadLocation", Unknown);
        json.WriteBoolean("filesAnalyzed", false);
    }

    private static void End(Utf8JsonWriter json, IReadOnlyList<string> licenses)
    {
        json.WriteString("licenseConcluded", Unknown);
        var isExpression = licenses is [var only] && SpdxExpression.Problem(only) is null && !only.Contains("LicenseRef-");
        json.WriteUnicode("licenseDeclared", isExpression ? licenses[0] : Unknown);
        if (!isExpression && licenses.Count > 0) json.WriteUnicode("licenseComments", $"The package says: {string.Join(", ", licenses)}");
        json.WriteString("copyrightText", Unknown);
        json.WriteEndObject();
    }

    private static void WriteUrl(Utf8JsonWriter json, string url)
    {
        if (url.Length == 0) return;
        json.WriteStartArray("externalRefs");
        json.WriteStartObject();
        json.WriteString("referenceCategory", "PACKAGE-MANAGER");
        json.WriteString("referenceType", "purl");
        json.WriteUnicode("referenceLocator", url);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteRelationships(Utf8JsonWriter json, SbomSubject subject, SbomGraph graph)
    {
        json.WriteStartArray("relationships");
        Write(Document, "DESCRIBES", Subject);
        if (subject.Base is not null) Write(Subject, "DESCENDANT_OF", BaseImage);
        if (subject.System is not null) Write(Subject, "CONTAINS", System);
        for (var i = 0; i < graph.Packages.Count; i++)
        {
            Write(Subject, "CONTAINS", IdOf(i));
            foreach (var need in graph.DependenciesOf(i)) Write(IdOf(i), "DEPENDS_ON", IdOf(need));
        }

        json.WriteEndArray();

        void Write(string from, string type, string to)
        {
            json.WriteStartObject();
            json.WriteString("spdxElementId", from);
            json.WriteString("relationshipType", type);
            json.WriteString("relatedSpdxElement", to);
            json.WriteEndObject();
        }
    }

    private static string IdOf(int package) => string.Create(CultureInfo.InvariantCulture, $"SPDXRef-Package-{package + 1}");
}
