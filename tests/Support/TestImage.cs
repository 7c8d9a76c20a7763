using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerGuard.Tests.Support;

/// <summary>An image small enough to be written in a test: real manifests and a real config, in OCI's or Docker's media types.</summary>
public sealed class TestImage
{
    private const string OciIndex = "application/vnd.oci.image.index.v1+json";
    private const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    private const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    private const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 3, NewLine = "\n" };

    private TestImage(string mediaType, string manifest, string platform, IReadOnlyList<byte[]> blobs, IReadOnlyList<TestImage> images)
    {
        MediaType = mediaType;
        Manifest = Encoding.UTF8.GetBytes(manifest);
        Platform = platform;
        Blobs = blobs;
        Images = images;
    }

    /// <summary>Of <see cref="Manifest"/>.</summary>
    public string MediaType { get; }

    /// <summary>The manifest or the index, byte for byte.</summary>
    public byte[] Manifest { get; }

    /// <summary>What it runs on; empty for an index.</summary>
    public string Platform { get; }

    /// <summary>Config and layers.</summary>
    public IReadOnlyList<byte[]> Blobs { get; }

    /// <summary>The images of an index.</summary>
    public IReadOnlyList<TestImage> Images { get; }

    /// <summary>Digest of <see cref="Manifest"/>.</summary>
    public string Digest => DigestOf(Manifest);

    /// <summary>An image for one platform.</summary>
    /// <param name="platform">Such as <c>linux/arm64</c>.</param>
    /// <param name="config">The inner config as JSON: User, ExposedPorts, Env …</param>
    /// <param name="docker">Docker's media types instead of OCI's.</param>
    /// <param name="withMediaType">Whether the manifest repeats its media type; OCI leaves that open.</param>
    /// <param name="salt">Makes another image of the same facts.</param>
    /// <param name="history">What the builder ran, a step each.</param>
    /// <param name="created">When it says it was made.</param>
    /// <param name="layers">Lowest first; none for one that is no archive.</param>
    public static TestImage Create(
        string platform = "linux/amd64", string config = "{}", bool docker = false, bool withMediaType = true, string salt = "",
        IReadOnlyList<string>? history = null,
        string created = "2026-08-11T10:20:30.123456789Z", params IReadOnlyList<byte[]> layers)
    {
        var parts = platform.Split('/');
        var inner = JsonNode.Parse(config)!;
        if (layers.Count == 0) layers = [Encoding.UTF8.GetBytes("layer " + salt)];
        var document = new JsonObject
        {
            ["created"] = created,
            ["architecture"] = parts[1],
            ["os"] = parts[0],
            ["config"] = inner,
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. layers.Select(static layer => JsonValue.Create(DigestOf(Unpacked(layer))))]),
            },
        };
        if (history is not null)
        {
            document["history"] = new JsonArray([.. history.Select(static step => new JsonObject { ["created_by"] = step })]);
        }

        if (parts.Length > 2)
        {
            document["variant"] = parts[2];
        }

        var blob = Encoding.UTF8.GetBytes(document.ToJsonString());
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = docker ? DockerManifest : OciManifest,
            ["config"] =
                Descriptor(docker ? "application/vnd.docker.container.image.v1+json" : "application/vnd.oci.image.config.v1+json", blob),
            ["layers"] = new JsonArray(
                [.. layers.Select(layer => Descriptor(
                    docker ? "application/vnd.docker.image.rootfs.diff.tar.gzip" : "application/vnd.oci.image.layer.v1.tar+gzip", layer))]),
        };
        if (!withMediaType)
        {
            manifest.Remove("mediaType");
        }

        return new TestImage(docker ? DockerManifest : OciManifest, manifest.ToJsonString(), platform, [blob, .. layers], []);
    }

    /// <summary>The same image, its manifest in lines, as <c>docker push</c> writes it.</summary>
    public TestImage WithLines() => new(MediaType, JsonNode.Parse(Manifest)!.ToJsonString(Indented), Platform, Blobs, Images);

    /// <summary>A layer of these files.</summary>
    public static byte[] Layer(params IReadOnlyList<(string Path, string Text)> files)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var (path, text) in files)
            {
                tar.WriteEntry(new PaxTarEntry(
                    TarEntryType.RegularFile,
                    path)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    Mode = ModeOf(path),
                });
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The bytes that a configuration names: a layer without its compression.</summary>
    private static byte[] Unpacked(byte[] layer)
    {
        if (layer is not [0x1f, 0x8b, ..]) return layer;
        using var gzip = new GZipStream(new MemoryStream(layer), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Programs can be run.</summary>
    private static UnixFileMode ModeOf(string path)
    {
        const UnixFileMode Readable =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Runnable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return path.Contains("bin/", StringComparison.Ordinal) ? Readable | Runnable : Readable;
    }

    /// <summary>An index of several images, and of an attestation as BuildKit adds one.</summary>
    public static TestImage CreateIndex(bool docker = false, params IReadOnlyList<TestImage> images)
    {
        var entries = new JsonArray();
        foreach (var image in images)
        {
            var entry = Descriptor(image.MediaType, image.Manifest);
            var parts = image.Platform.Split('/');
            var platform = new JsonObject { ["architecture"] = parts[1], ["os"] = parts[0] };
            if (parts.Length > 2)
            {
                platform["variant"] = parts[2];
            }

            entry["platform"] = platform;
            entries.Add(entry);
        }

        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = docker ? DockerList : OciIndex,
            ["manifests"] = entries,
        };
        return new TestImage(docker ? DockerList : OciIndex, index.ToJsonString(), "", [], images);
    }

    /// <summary>An index of an image and of the list of its packages, as BuildKit attaches it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="packages">Package URLs.</param>
    public static TestImage CreateAttested(TestImage image, params IReadOnlyList<string> packages)
    {
        var statement = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["_type"] = "https://in-toto.io/Statement/v0.1",
            ["predicateType"] = "https://spdx.dev/Document",
            ["predicate"] = new JsonObject
            {
                ["spdxVersion"] = "SPDX-2.3",
                ["packages"] = new JsonArray([.. packages.Select(static url => new JsonObject
                {
                    ["externalRefs"] = new JsonArray(new JsonObject { ["referenceType"] = "purl", ["referenceLocator"] = url }),
                })]),
            },
        }.ToJsonString());
        var config = "{}"u8.ToArray();
        var layer = Descriptor("application/vnd.in-toto+json", statement);
        layer["annotations"] = new JsonObject { ["in-toto.io/predicate-type"] = "https://spdx.dev/Document" };
        var attestation = new TestImage(OciManifest, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = OciManifest,
            ["config"] = Descriptor("application/vnd.oci.image.config.v1+json", config),
            ["layers"] = new JsonArray(layer),
        }.ToJsonString(), "unknown/unknown", [config, statement], []);
        var index = CreateIndex(docker: false, image, attestation);
        var document = JsonNode.Parse(index.Manifest)!;
        document["manifests"]![1]!["annotations"] = new JsonObject
        {
            ["vnd.docker.reference.digest"] = image.Digest, ["vnd.docker.reference.type"] = "attestation-manifest",
        };
        return new TestImage(OciIndex, document.ToJsonString(), "", [], [image, attestation]);
    }

    /// <summary>The name of these bytes.</summary>
    public static string DigestOf(ReadOnlySpan<byte> bytes) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static JsonObject Descriptor(string mediaType, byte[] content) => new()
    {
        ["mediaType"] = mediaType,
        ["size"] = content.Length,
        ["digest"] = DigestOf(content),
    };
}
