using System.Collections.Concurrent;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>
/// The digest of an image is what <c>skopeo inspect</c> and <c>docker buildx imagetools inspect</c> say it is, for every kind of image,
/// name and tag: both are asked for each of more than 200 references of one real registry.
/// </summary>
public sealed class PeerTests(DockerEngine engine) : RegistryTest
{
    /// <summary>Every character that is allowed, in each place where it is; the longest tag; tags that look like something else.</summary>
    private static readonly string[] Tags =
    [
        "latest", "1.0", "24-bookworm-slim", "v1.2.3-rc.1_build.5", "_", "_hidden", "UPPER.Case", "0", "1..2--3__4", "a-._",
        "sha256-0123456789abcdef.sig",
        "abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789.", new string('x', 128),
    ];

    private static readonly string[] Repositories =
        ["app", "library/node", "team/project/app", "a/b/c/d/e/f/g/h", "with-dash/with_underscore/with.dot",
            "double__underscore/many----dashes", "0/1-2.3_4"];

    /// <summary>What the registry holds under a tag.</summary>
    /// <param name="Name">In messages.</param>
    /// <param name="Create">Makes one, by a salt.</param>
    /// <param name="Architecture">One that it has, for skopeo looks into one of an index.</param>
    private sealed record Kind(string Name, Func<string, TestImage> Create, string Architecture = "amd64");

    private static readonly Kind[] Kinds =
    [
        new("OCI manifest", static salt => TestImage.Create(salt: salt)),
        new("OCI manifest for another platform", static salt => TestImage.Create("linux/arm64/v8", salt: salt), "arm64"),
        new("OCI manifest that does not repeat its type", static salt => TestImage.Create(withMediaType: false, salt: salt)),
        new("OCI manifest with lines", static salt => TestImage.Create(salt: salt).WithLines()),
        new("Docker manifest", static salt => TestImage.Create(docker: true, salt: salt)),
        new("Docker manifest with lines", static salt => TestImage.Create(docker: true, salt: salt).WithLines()),
        new(
            "OCI index",
            static salt => TestImage.CreateIndex(docker: false, TestImage.Create(salt: salt), TestImage.Create("linux/arm64", salt: salt))),
        new("OCI index with an attestation", static salt =>
            TestImage.CreateIndex(docker: false, TestImage.Create(salt: salt), TestImage.Create("unknown/unknown", salt: salt))),
        new(
            "OCI index without the usual platform",
            static salt => TestImage.CreateIndex(docker: false, TestImage.Create("linux/s390x", salt: salt)), "s390x"),
        new(
            "OCI index of Docker manifests",
            static salt => TestImage.CreateIndex(docker: false, TestImage.Create(docker: true, salt: salt))),
        new("Docker list", static salt => TestImage.CreateIndex(
            docker: true, TestImage.Create(docker: true, salt: salt), TestImage.Create("linux/arm/v7", docker: true, salt: salt),
            TestImage.Create("windows/amd64", docker: true, salt: salt))),
    ];

    private readonly ConcurrentDictionary<string, (string Kind, string Architecture)> _references = [];
    private RegistryServer _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        engine.Require();
        await base.InitializeAsync();
        _registry = await StartRegistry();
    }

    [Fact]
    public async Task Skopeo_and_buildx_say_the_same_digest_of_each_of_two_hundred_references_of_all_kinds()
    {
        await Fill();
        await Copy();
        var different = new ConcurrentBag<string>();
        using var client = new RegistryClient(new());

        await Parallel.ForEachAsync(_references, new ParallelOptions
        {
            MaxDegreeOfParallelism = 4,
            CancellationToken = Cancelled,
        }, async (entry, cancellationToken) =>
        {
            var reference = ImageReference.Parse(entry.Key);
            var ours = (await client.ResolveAsync(reference, cancellationToken)).Digest.ToString();
            var skopeos = await AskSkopeo(reference, entry.Value.Architecture);
            var buildx = await AskBuildx(reference);
            if (ours != skopeos || ours != buildx)
            {
                different.Add($"{entry.Value.Kind}: {reference}{Environment.NewLine}  ours   {ours}{Environment.NewLine}  skopeo "
                    + $"{skopeos}{Environment.NewLine}  buildx {buildx}");
            }
        });

        different.ShouldBeEmpty();
        _references.Count.ShouldBeGreaterThanOrEqualTo(200);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{_references.Count} references, {_references.Values.Select(static value => value.Kind).Distinct().Count()} kinds");
    }

    /// <summary>Each kind in each repository, by the registry's own API: by tag, by digest, and by both, whatever the tag means.</summary>
    private async Task Fill()
    {
        var count = 0;
        foreach (var repository in Repositories)
        {
            foreach (var kind in Kinds)
            {
                var (tag, image) = (Tags[count++ % Tags.Length], kind.Create($"{count}"));
                await _registry.PushAsync(repository, tag, image);
                var host =
                    count % 5 == 0 ? _registry.Authority.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) : _registry.Authority;
                var name = $"{host}/{repository}";
                Add(tag == "latest" ? name : $"{name}:{tag}", kind.Name, kind.Architecture);
                Add($"{name}@{image.Digest}", $"{kind.Name} by digest", kind.Architecture);
                Add($"{name}:{(count % 2 == 0 ? tag : "moved-on")}@{image.Digest}", $"{kind.Name} by tag and digest", kind.Architecture);
                foreach (var inner in image.Images.Where(static inner => inner.Platform.StartsWith("linux/", StringComparison.Ordinal)))
                {
                    Add($"{name}@{inner.Digest}", $"platform of {kind.Name}", inner.Platform.Split('/')[1]);
                }
            }
        }
    }

    /// <summary>As other programs leave images behind, who write manifests of their own.</summary>
    private async Task Copy()
    {
        var index = $"{_registry.Authority}/source/index:1";
        await _registry.PushAsync(
            "source/index", "1", TestImage.CreateIndex(docker: false, TestImage.Create(), TestImage.Create("linux/arm64")));
        foreach (var format in (string[])["oci", "v2s2"])
        {
            foreach (var all in (string[])["--all", "--override-arch=arm64"])
            {
                var copy = $"{_registry.Authority}/copied/{format}:{all.Trim('-').Replace('=', '.')}";
                (await Skopeo(
                    "copy", $"--format={format}", all, "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{index}",
                    $"docker://{copy}")).ShouldSucceed();
                Add(copy, $"copied by skopeo ({format}, {all})", "arm64");
            }
        }

        var created = $"{_registry.Authority}/created/by.buildx:1";
        (await engine.Buildx("imagetools", "create", "--tag", created, index, $"{_registry.Authority}/copied/v2s2:override-arch.arm64"))
            .ShouldSucceed();
        Add(created, "created by buildx", "amd64");
    }

    private void Add(string reference, string kind, string architecture) => _references[reference] = (kind, architecture);

    private static async Task<string> AskSkopeo(ImageReference reference, string architecture)
    {
        // Skopeo refuses a tag beside a digest; what it says of the digest alone is what it would have to say.
        var name = reference.Digest is null ? reference.Familiar : reference.WithTag(null).Familiar;
        var result = await Skopeo(
            "inspect", "--no-tags", "--tls-verify=false", $"--override-arch={architecture}", "--format={{.Digest}}", $"docker://{name}");
        return result.ExitCode == 0 ? result.StandardOutput.Trim() : result.Output.Trim();
    }

    private async Task<string> AskBuildx(ImageReference reference)
    {
        // A format that begins with {{.Manifest is another one to buildx.
        var result = await engine.Buildx("imagetools", "inspect", "--format={{print .Manifest.Digest}}", reference.Familiar);
        return result.ExitCode == 0 ? result.StandardOutput.Trim() : result.Output.Trim();
    }
}
