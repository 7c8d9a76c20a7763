using System.Net;
using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Registry;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>The layers of the base image, and whether it is signed, come from its registry.</summary>
public sealed class BaseImageFinderTests : IDisposable
{
    private const string Index = "application/vnd.oci.image.index.v1+json";

    private static readonly TestImage Base = TestImage.Create(history: ["ADD rootfs /", "CMD [\"sh\"]"]);
    private static readonly string Pinned = $"registry.example/base:1@{Base.Digest}";

    private readonly TemporaryDirectory _folder = new();
    private readonly StubRegistry _registry = new StubRegistry().With("base", "1", Base);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pinned_base_is_asked_for_once_on_a_machine()
    {
        var known = Find(Pinned).ShouldNotBeNull();
        var requests = _registry.Requests.Count;

        known.DiffIds.ShouldHaveSingleItem().ShouldStartWith("sha256:");
        known.Steps.ShouldBe(2);
        Find(Pinned)!.DiffIds.ShouldBe(known.DiffIds);
        _registry.Requests.Count.ShouldBe(requests);
        Find(Pinned, isOffline: true)!.DiffIds.ShouldBe(known.DiffIds);
    }

    [Fact]
    public void A_base_without_a_digest_is_unknown() => Find("registry.example/base:1").ShouldBeNull();

    [Fact]
    public void The_labels_of_an_image_name_its_base()
    {
        var config = ImageConfig.Parse(
            Encoding.UTF8.GetBytes(
                $$$$"""{"config":{"Labels":{"org.opencontainers.image.base.name":"registry.example/base:1","org.opencontainers.image.base.digest":"{{{{Base.Digest}}}}"}}}"""),
            "app");

        Finder().Find(config, null, "", ImagePlatform.LinuxAmd64).ShouldNotBeNull().Reference.Digest!.ToString().ShouldBe(Base.Digest);
    }

    [Fact]
    public void Offline_and_without_an_answer_it_is_unknown()
    {
        Find(Pinned, isOffline: true).ShouldBeNull();
        _registry.Requests.ShouldBeEmpty();
        Find($"registry.example/base:1@{ImageDigest.Of([1])}").ShouldBeNull();
    }

    [Fact]
    public void A_damaged_entry_of_the_cache_is_fetched_again()
    {
        Find(Pinned);
        var file = ConfigurationFile();
        var whole = File.ReadAllBytes(file);
        for (var length = 0; length < whole.Length; length += 37)
        {
            File.WriteAllBytes(file, whole[..length]);
            DocumentCache.Open(_folder.Path)!.Find($"{Base.Digest}|linux/amd64").ShouldBeNull();
        }

        Find(Pinned).ShouldNotBeNull();
        File.ReadAllBytes(file).ShouldBe(whole);
    }

    [Fact]
    public void What_a_killed_process_left_is_not_read_and_is_deleted_later()
    {
        Find(Pinned);
        var file = ConfigurationFile();
        var leftover = $"{file}.1.0.tmp";
        File.WriteAllBytes(leftover, [1, 2, 3]);
        Find(Pinned, isOffline: true).ShouldNotBeNull();

        DocumentCache.Open(_folder.Path)!.Trim();
        File.Exists(leftover).ShouldBeTrue("its process may still write");
        File.SetLastWriteTimeUtc(leftover, DateTime.UtcNow.AddHours(-2));
        DocumentCache.Open(_folder.Path)!.Trim();

        File.Exists(leftover).ShouldBeFalse();
        File.Exists(file).ShouldBeTrue();
    }

    [Theory]
    [InlineData("referrers", "application/vnd.cncf.notary.signature", true)]
    [InlineData("referrers", "application/vnd.dev.cosign.artifact.sig.v1+json", true)]
    [InlineData("referrers", "application/vnd.in-toto+json", false)]
    [InlineData("manifests", "application/vnd.dev.sigstore.bundle.v0.3+json", true)]
    [InlineData("manifests", "application/spdx+json", false)]
    public void A_signature_is_among_the_referrers_of_the_base(string list, string type, bool expected)
    {
        var path = list == "referrers" ? $"/v2/base/referrers/{Base.Digest}" : $"/v2/base/manifests/{Base.Digest.Replace(':', '-')}";
        _registry.Override = request => request.RequestUri!.AbsolutePath == path
            ? StubRegistry.Answer(
                HttpStatusCode.OK, $$"""{"schemaVersion":2,"mediaType":"{{Index}}","manifests":[{"artifactType":"{{type}}"}]}""", Index)
            : null;

        Finder().IsSigned(Find(Pinned)).ShouldBe(expected);
    }

    [Fact]
    public void A_signature_is_under_the_tag_of_cosign()
    {
        _registry.With("base", $"{Base.Digest.Replace(':', '-')}.sig", TestImage.Create(salt: "signature"));

        Finder().IsSigned(Find(Pinned)).ShouldBe(true);
    }

    [Fact]
    public void Without_a_signature_the_base_is_not_signed_and_without_an_answer_it_is_unknown()
    {
        var known = Find(Pinned);

        Finder().IsSigned(known).ShouldBe(false);
        Finder(isOffline: true).IsSigned(known).ShouldBeNull();
        Finder().IsSigned(null).ShouldBeNull();
        _registry.Override = static _ => StubRegistry.Answer(HttpStatusCode.InternalServerError);
        Finder().IsSigned(known).ShouldBeNull();
    }

    /// <summary>The file of the base's configuration; the manifest and the blob of the configuration have others.</summary>
    private string ConfigurationFile()
    {
        var folder = Path.Combine(_folder.Path, DocumentCache.Name);
        DocumentCache.Open(_folder.Path)!.Add($"{Base.Digest}|linux/amd64", [1]);
        var file = Directory.GetFiles(folder).Single(static file => new FileInfo(file).Length == 33);
        File.Delete(file);
        Find(Pinned);
        return file;
    }

    private BaseImage? Find(string named, bool isOffline = false) =>
        Finder(isOffline).Find(ImageConfig.Parse("{}"u8.ToArray(), "app"), null, named, ImagePlatform.LinuxAmd64);

    private BaseImageFinder Finder(bool isOffline = false) => new(
        new InspectionOptions
        {
            Registry = new RegistryOptions { CreateHandler = (_, _) => _registry, RetryDelay = TimeSpan.FromMilliseconds(1) },
            Documents = DocumentCache.Open(_folder.Path),
        },
        new FileFacts { Today = new DateOnly(2026, 11, 29) }, isOffline, TestContext.Current.CancellationToken);
}
