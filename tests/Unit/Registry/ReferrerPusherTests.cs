using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>Documents that belong to an image are pushed as the OCI distribution specification 1.1 says.</summary>
public class ReferrerPusherTests
{
    private static readonly byte[] Image = """{ "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json" }"""u8.ToArray();
    private static readonly string ImageDigestText = ImageDigest.Of(Image).ToString();
    private static readonly Referrer Sbom = new("application/vnd.cyclonedx+json", "image.cdx.json", "{ \"a\": 1 }"u8.ToArray());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_document_names_its_image_and_a_registry_without_the_list_gets_a_tag(bool hasList)
    {
        using var registry = new PushedRegistry { HasList = hasList };

        var digest = await PushAsync(registry, Sbom);
        await PushAsync(registry, Sbom);
        await PushAsync(registry, new Referrer("application/spdx+json", "image.spdx.json", "{ }"u8.ToArray()));

        var manifest = JsonNode.Parse(registry.Stored[$"manifests/{digest}"])!;
        manifest["artifactType"]!.GetValue<string>().ShouldBe(Sbom.MediaType);
        manifest["subject"]!["digest"]!.GetValue<string>().ShouldBe(ImageDigestText);
        manifest["subject"]!["size"]!.GetValue<int>().ShouldBe(Image.Length);
        var layer = manifest["layers"]![0]!;
        layer["annotations"]!["org.opencontainers.image.title"]!.GetValue<string>().ShouldBe("image.cdx.json");
        registry.Stored[$"blobs/{layer["digest"]}"].ShouldBe(Sbom.Content);
        registry.Stored[$"blobs/{manifest["config"]!["digest"]}"].ShouldBe("{}"u8.ToArray());
        registry.Uploads.ShouldBe(3);

        var tag = $"manifests/{ImageDigestText.Replace(':', '-')}";
        registry.Stored.ContainsKey(tag).ShouldBe(!hasList);
        if (!hasList)
        {
            JsonNode.Parse(registry.Stored[tag])!["manifests"]!.AsArray().Select(static one => one!["artifactType"]!.GetValue<string>())
                .ShouldBe([Sbom.MediaType, "application/spdx+json"]);
        }
    }

    [Fact]
    public async Task A_registry_that_refuses_is_one_problem_with_its_reason()
    {
        using var registry = new PushedRegistry { Refuses = true };

        var exception = await Should.ThrowAsync<RegistryException>(() => PushAsync(registry, Sbom));

        exception.Problem.Message.ShouldContain("registry.example");
        exception.Problem.Message.ShouldNotContain("\n");
    }

    /// <summary>The registry is not trusted.</summary>
    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"manifests":[],"manifests":[]}""")]
    [InlineData("""{"manifests":[{"digest":"\ud800"}]}""")]
    [InlineData("""{"manifests":[{"digest":1},null,"x"]}""")]
    public async Task A_damaged_index_under_the_tag_does_not_prevent_a_push(string index)
    {
        using var registry = new PushedRegistry();
        var tag = $"manifests/{ImageDigestText.Replace(':', '-')}";
        registry.Stored[tag] = Encoding.UTF8.GetBytes(index);

        await PushAsync(registry, Sbom);

        JsonNode.Parse(registry.Stored[tag])!["manifests"]!.AsArray()[^1]!["artifactType"]!.GetValue<string>().ShouldBe(Sbom.MediaType);
    }

    private static async Task<ImageDigest> PushAsync(PushedRegistry registry, Referrer referrer)
    {
        ImageReference.TryParse($"registry.example/shop/api:1@{ImageDigestText}", out var image, out _).ShouldBeTrue();
        using var pusher = new ReferrerPusher(image!, new RegistryOptions { CreateHandler = (_, _) => registry, Retries = 0 });
        return await pusher.PushAsync(referrer, TestContext.Current.CancellationToken);
    }

    /// <summary>A registry that takes pushes.</summary>
    private sealed class PushedRegistry : HttpMessageHandler
    {
        private const string Root = "/v2/shop/api/";

        public Dictionary<string, byte[]> Stored { get; } = new() { [$"manifests/{ImageDigestText}"] = Image };

        public int Uploads { get; private set; }

        public bool HasList { get; init; }

        public bool Refuses { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            if (path == "/v2/") return StubRegistry.Answer(HttpStatusCode.OK);
            path.ShouldStartWith(Root);
            path = path[Root.Length..];
            var content = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            switch (request.Method.Method)
            {
                case "POST" when Refuses:
                    return StubRegistry.Answer(HttpStatusCode.Forbidden, """{ "errors": [{ "code": "DENIED", "message": "no push" }] }""");
                case "POST":
                    return StubRegistry.Answer(HttpStatusCode.Accepted, headers: ("Location", $"{Root}blobs/uploads/1?state=x"));
                case "PUT" when path == "blobs/uploads/1":
                    Uploads++;
                    request.RequestUri.Query.ShouldStartWith("?state=x&digest=sha256:");
                    Stored[$"blobs/{request.RequestUri.Query.Split("digest=")[1]}"] = content;
                    return StubRegistry.Answer(HttpStatusCode.Created);
                case "PUT":
                    Stored[path] = content;
                    return HasList
                        ? StubRegistry.Answer(HttpStatusCode.Created, headers: ("OCI-Subject", ImageDigestText))
                        : StubRegistry.Answer(HttpStatusCode.Created);
                default:
                    return Stored.TryGetValue(path, out var stored)
                        ? StubRegistry.Answer(
                            HttpStatusCode.OK, Encoding.UTF8.GetString(stored), "application/vnd.oci.image.manifest.v1+json")
                        : StubRegistry.Answer(HttpStatusCode.NotFound);
            }
        }
    }
}
