using System.Net;
using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>An image in a registry, whose layers are streamed.</summary>
public sealed class RegistryImageTests : IDisposable
{
    private const string Index = "application/vnd.oci.image.index.v1+json";
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    private static readonly byte[] Base =
        TarBuilder.Gzip(new TarBuilder().File("etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian 13\"\n").Build());
    private static readonly byte[] App = TarBuilder.Zstd(new TarBuilder().File("app/app", new string('a', 300_000)).Build());

    private readonly TemporaryDirectory _folder = new();
    private readonly Registry _registry = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_layers_of_the_platform_are_read_and_those_of_others_are_not_fetched()
    {
        var amd = _registry.AddImage("amd64", Base, App);
        var arm = _registry.AddImage("arm64", TarBuilder.Gzip(new TarBuilder().File("arm").Build()));
        _registry.Add("/v2/app/manifests/1", IndexOf(Entry(arm, "arm64"), Entry(amd, "amd64")), Index);

        var image = Read(ImagePlatform.LinuxAmd64);

        image.Layers.Select(static layer => layer.Facts!.Compression.ToString()).ShouldBe(["Gzip", "Zstd"]);
        image.Layers.ShouldAllBe(static layer => layer.BlobMatches && layer.DiffIdMatches);
        image.Files.Find("app/app")!.Version!.Content.Size.ShouldBe(300_000);
        _registry.Requests.Count(static path => path.Contains("/blobs/", StringComparison.Ordinal)).ShouldBe(3);
        _registry.Requests.ShouldNotContain($"/v2/app/manifests/{arm}");
    }

    [Fact]
    public void A_known_layer_is_not_downloaded()
    {
        _registry.AddImage("amd64", tag: "1", Base, App);
        Read();
        var before = _registry.Requests.Count;

        var image = Read();

        image.Layers.ShouldAllBe(static layer => layer.IsFromCache);
        // The tag may have another image now.
        _registry.Requests.Skip(before).ShouldBe(["/v2/", "/v2/app/manifests/1"]);
    }

    [Fact]
    public void A_tag_that_moved_gives_the_image_that_the_registry_names_now()
    {
        _registry.AddImage("amd64", tag: "1", Base, App);
        Read();
        Read();
        _registry.AddImage("amd64", tag: "1", Base);

        Read().Layers.Count.ShouldBe(1);
        _registry.AddImage("amd64", tag: "1", Base, App);
        Read().Layers.Count.ShouldBe(2);
    }

    /// <summary>What the tag named is read before the registry answers. It is not known whether that is still right.</summary>
    [Fact]
    public void A_known_tag_that_the_registry_does_not_have_any_more_is_a_failure()
    {
        _registry.AddImage("amd64", tag: "1", Base, App);
        Read();
        _registry.Remove("/v2/app/manifests/1");

        Should.Throw<RegistryException>(() => Read()).Problem.Kind.ShouldBe(RegistryProblemKind.NotFound);
    }

    [Fact]
    public void Only_the_image_of_a_known_tag_is_rehearsed_and_without_a_further_request()
    {
        List<int> rehearsed = [];
        _registry.AddImage("amd64", tag: "1", Base, App);
        Read(rehearsal: image => rehearsed.Add(image.Layers.Count));
        rehearsed.ShouldBeEmpty("it was not known");
        var before = _registry.Requests.Count;

        Read(rehearsal: image => rehearsed.Add(image.Layers.Count));

        rehearsed.ShouldBe([2]);
        _registry.Requests.Skip(before).ShouldBe(["/v2/", "/v2/app/manifests/1"]);
    }

    [Fact]
    public void A_rehearsal_that_fails_has_no_effect()
    {
        _registry.AddImage("amd64", tag: "1", Base, App);
        Read();

        Read(rehearsal: static _ => throw new InvalidOperationException("rehearsal")).Layers.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("not a digest")]
    [InlineData("sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_damaged_memory_of_a_tag_has_no_effect(string kept)
    {
        _registry.AddImage("amd64", tag: "1", Base, App);
        var first = Read();
        DocumentCache.Open(_folder.Path)!.Add("tag registry.example/app:1", Encoding.UTF8.GetBytes(kept));
        var before = _registry.Requests.Count;

        Read().Layers.Select(static layer => layer.Facts!.DiffId).ShouldBe(first.Layers.Select(static layer => layer.Facts!.DiffId));

        _registry.Requests.Skip(before).ShouldBe(["/v2/", "/v2/app/manifests/1"]);
    }

    [Fact]
    public void What_is_missing_of_a_known_tag_is_requested_once()
    {
        _registry.AddImage("amd64", tag: "1", Base, App);
        Read();
        Directory.Delete(Path.Combine(_folder.Path, LayerCache.Name), recursive: true);
        var before = _registry.Requests.Count;

        Read().Layers.ShouldAllBe(static layer => !layer.IsFromCache && layer.DiffIdMatches);

        _registry.Requests.Skip(before).Order(StringComparer.Ordinal).ShouldBe(
            new[] { "/v2/", "/v2/app/manifests/1", $"/v2/app/blobs/{ImageDigest.Of(App)}", $"/v2/app/blobs/{ImageDigest.Of(Base)}" }
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_known_image_that_is_named_by_its_digest_needs_no_request()
    {
        var index = AddIndex(_registry.AddImage("amd64", Base, App));
        var first = Read(ImagePlatform.LinuxAmd64, $"@{index}");
        var before = _registry.Requests.Count;

        var image = Read(ImagePlatform.LinuxAmd64, $"@{index}");

        image.Layers.Select(static layer => layer.Facts!.DiffId).ShouldBe(first.Layers.Select(static layer => layer.Facts!.DiffId));
        _registry.Requests.Count.ShouldBe(before);
    }

    /// <summary>Nothing on the disk contains the value of a secret.</summary>
    [Fact]
    public void A_configuration_with_a_secret_is_not_kept()
    {
        _registry.Environment = "DB_PASSWORD=hunter2-of-shop";
        var digest = _registry.AddImage("amd64", Base, App);
        Read(name: $"@{digest}");
        var before = _registry.Requests.Count;

        Read(name: $"@{digest}").Config.Environment.ShouldBe(["DB_PASSWORD=hunter2-of-shop"]);

        _registry.Requests.Skip(before).ShouldBe(["/v2/", $"/v2/app/blobs/{_registry.Configuration}"]);
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .ShouldAllBe(static file => !File.ReadAllText(file).Contains("hunter2"));
    }

    [Fact]
    public void A_kept_document_that_does_not_match_its_digest_is_fetched_again()
    {
        var digest = _registry.AddImage("amd64", Base, App);
        Read(name: $"@{digest}");
        var before = _registry.Requests.Count;
        DocumentCache.Open(_folder.Path)!.Add(digest, Encoding.UTF8.GetBytes("""{"config":{},"layers":[]}"""));

        Read(name: $"@{digest}").Layers.Count.ShouldBe(2);

        _registry.Requests.Skip(before).ShouldBe(["/v2/", $"/v2/app/manifests/{digest}"]);
        Read(name: $"@{digest}").Layers.Count.ShouldBe(2);
        _registry.Requests.Count.ShouldBe(before + 2);
    }

    [Fact]
    public void A_layer_with_another_digest_is_refused()
    {
        _registry.AddImage("amd64", tag: "1", Base);
        _registry.Add($"/v2/app/blobs/{ImageDigest.Of(Base)}", App, "application/octet-stream");

        Should.Throw<InspectionException>(() => Read()).Message
            .ShouldStartWith("Layer 1 of 'registry.example/app:1' cannot be read: its bytes do not match the digest sha256:");
    }

    [Fact]
    public void A_missing_layer_is_a_failure_of_the_registry()
    {
        _registry.AddImage("amd64", tag: "1", Base);
        _registry.Remove($"/v2/app/blobs/{ImageDigest.Of(Base)}");

        Should.Throw<RegistryException>(() => Read()).Problem.Kind.ShouldBe(RegistryProblemKind.NotFound);
    }

    [Fact]
    public void A_connection_that_breaks_is_a_failure_of_the_registry()
    {
        _registry.AddImage("amd64", tag: "1", Base, App);
        _registry.Breaks = $"/v2/app/blobs/{ImageDigest.Of(App)}";

        Should.Throw<RegistryException>(() => Read()).Problem.Message.ShouldContain("the connection was closed");
    }

    private static string Entry(string digest, string architecture) =>
        $$"""{"mediaType":"{{Manifest}}","digest":"{{digest}}","size":1,"platform":{"os":"linux","architecture":"{{architecture}}"} }""";

    private static byte[] IndexOf(params string[] entries) => Encoding.UTF8.GetBytes(
        $$"""{"schemaVersion":2,"mediaType":"{{Index}}","manifests":[{{string.Join(',', entries)}}]}""");

    private string AddIndex(string image)
    {
        var index = IndexOf(Entry(image, "amd64"));
        var digest = ImageDigest.Of(index).ToString();
        _registry.Add($"/v2/app/manifests/{digest}", index, Index);
        return digest;
    }

    private InspectedImage Read(ImagePlatform? platform = null, string name = ":1", Action<InspectedImage>? rehearsal = null)
    {
        var options = new InspectionOptions
        {
            Platform = platform,
            Rehearsal = rehearsal,
            Registry = new RegistryOptions { CreateHandler = (_, _) => _registry, RetryDelay = TimeSpan.FromMilliseconds(1) },
        };
        options = options with
        {
            Cache = LayerCache.Open(_folder.Path, options.Inspector.Readers),
            Documents = DocumentCache.Open(_folder.Path, mayKeep: ConfigurationSecrets.AreAbsentFrom),
        };
        ImageName.TryParse($"registry.example/app{name}", out var parsed, out _).ShouldBeTrue();
        using var saved = SavedImages.Open(parsed!, options, TestContext.Current.CancellationToken);
        return saved.ReadChosen(null, platform, TestContext.Current.CancellationToken);
    }

    private sealed class Registry : HttpMessageHandler
    {
        private readonly Dictionary<string, (byte[] Body, string Type)> _documents = new() { ["/v2/"] = ([], "text/plain") };

        public List<string> Requests { get; } = [];

        public string? Breaks { get; set; }

        /// <summary>The variable of the images that are added next.</summary>
        public string Environment { get; set; } = "PATH=/bin";

        /// <summary>The digest of the configuration that was added last.</summary>
        public ImageDigest? Configuration { get; private set; }

        public void Add(string path, byte[] body, string type) => _documents[path] = (body, type);

        public void Remove(string path) => _documents.Remove(path);

        public string AddImage(string architecture, params byte[][] layers) => AddImage(architecture, null, layers);

        public string AddImage(string architecture, string? tag, params byte[][] layers)
        {
            var config = Encoding.UTF8.GetBytes(
                $$"""{"os":"linux","architecture":"{{architecture}}","config":{"Env":["{{Environment}}"] },"rootfs":{"type":"layers","diff_ids":[{{string.Join(',', layers.Select(static layer => $"\"{TestInspection.ReadLayer(layer).DiffId}\""))}}]} }""");
            Configuration = ImageDigest.Of(config);
            var manifest = Encoding.UTF8.GetBytes(
                $$"""{"schemaVersion":2,"mediaType":"{{Manifest}}","config":{{Descriptor(config, "application/vnd.oci.image.config.v1+json")}},"layers":[{{string.Join(',', layers.Select(static layer => Descriptor(layer, "application/vnd.oci.image.layer.v1.tar+gzip")))}}]}""");
            foreach (var blob in layers.Append(config)) Add($"/v2/app/blobs/{ImageDigest.Of(blob)}", blob, "application/octet-stream");
            Add($"/v2/app/manifests/{ImageDigest.Of(manifest)}", manifest, Manifest);
            if (tag is not null) Add($"/v2/app/manifests/{tag}", manifest, Manifest);
            return ImageDigest.Of(manifest).ToString();
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
            lock (Requests) Requests.Add(path);
            if (!_documents.TryGetValue(path, out var document))
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) });
            }

            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = path == Breaks ? new StreamContent(new BrokenStream(document.Body)) : new ByteArrayContent(document.Body),
            };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", document.Type);
            return Task.FromResult(response);
        }

        private static string Descriptor(byte[] blob, string type) =>
            $$"""{"mediaType":"{{type}}","digest":"sha256:{{Convert.ToHexStringLower(SHA256.HashData(blob))}}","size":{{blob.Length}} }""";

        private sealed class BrokenStream(byte[] body) : MemoryStream(body[..(body.Length / 2)])
        {
            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
                Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The connection was closed.");

            public override int Read(Span<byte> buffer) =>
                Position < Length ? base.Read(buffer) : throw new IOException("The connection was closed.");
        }
    }
}
