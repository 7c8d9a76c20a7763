using System.Net;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Unit.Registry.StubRegistry;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>What is known of an image beside its digest, and what it costs to know it.</summary>
public class ImageFactsTests
{
    private const string Alpine = "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME=\"Alpine Linux v3.22\"\n";

    [Fact]
    public async Task A_small_layer_tells_the_system_and_that_there_is_a_shell()
    {
        var facts = await FactsOf(TestImage.Create(layers: TestImage.Layer(("etc/os-release", Alpine), ("bin/sh", ""))));

        facts.System.ShouldBe(new SystemRelease("alpine", "3.22.1", []), SystemComparer.Instance);
        facts.HasShell.ShouldBe(true);
    }

    [Fact]
    public async Task An_image_whose_layers_were_all_seen_and_hold_no_shell_has_none()
    {
        var facts = await FactsOf(TestImage.Create(layers:
        [
            TestImage.Layer(("./usr/lib/os-release", "ID=\"debian\"\nVERSION_ID=\"13\"\n")), TestImage.Layer(("app/server", "…")),
        ]));

        facts.HasShell.ShouldBe(false);
        facts.System.ShouldBe(new SystemRelease("debian", "13", []), SystemComparer.Instance);
    }

    [Theory]
    [InlineData("RUN /bin/sh -c apk add nodejs # buildkit")]
    [InlineData("RUN |1 VERSION=2 /bin/sh -c make install # buildkit")]
    [InlineData("/bin/sh -c apt-get update")]
    public async Task A_step_that_ran_in_a_shell_shows_that_there_is_one(string step) =>
        (await FactsOf(TestImage.Create(history: [step]))).HasShell.ShouldBe(true);

    [Theory]
    [InlineData("/bin/sh -c #(nop)  CMD [\"node\"]")]
    [InlineData("COPY /bin/sh -c /note # buildkit")]
    [InlineData("bazel build @distroless//base")]
    public async Task A_step_that_did_not_shows_nothing(string step) =>
        (await FactsOf(TestImage.Create(history: [step]))).HasShell.ShouldBeNull();

    [Fact]
    public async Task What_starts_a_shell_has_one() =>
        (await FactsOf(TestImage.Create(config: """{"Cmd":["bash"]}"""))).HasShell.ShouldBe(true);

    [Fact]
    public async Task Layers_that_are_no_archives_tell_nothing()
    {
        var facts = await FactsOf(TestImage.Create());

        facts.HasShell.ShouldBeNull();
        facts.System.ShouldBeNull();
    }

    [Fact]
    public async Task A_large_layer_is_not_fetched()
    {
        var large = new byte[(4 * 1024 * 1024) + 1];
        var image = TestImage.Create(layers: [large, TestImage.Layer(("app/server", ""))]);
        var stub = new StubRegistry().With("library/app", "1", image);
        using var client = stub.Client();

        (await client.Resolve("app:1")).Config!.HasShell.ShouldBeNull();

        stub.Requests.Count(static request => request.Contains("/blobs/", StringComparison.Ordinal)).ShouldBe(1, "the config");
    }

    [Fact]
    public async Task A_layer_that_cannot_be_had_is_no_reason_to_pin_nothing()
    {
        var image = TestImage.Create(layers: TestImage.Layer(("bin/sh", "")));
        var stub = new StubRegistry().With("library/app", "1", image);
        stub.Override = request => request.RequestUri!.AbsolutePath.EndsWith(TestImage.DigestOf(image.Blobs[1]), StringComparison.Ordinal)
            ? Answer(HttpStatusCode.Forbidden)
            : null;
        using var client = stub.Client();

        var resolved = await client.Resolve("app:1");

        resolved.Digest.ToString().ShouldBe(image.Digest);
        resolved.Config!.HasShell.ShouldBeNull();
    }

    [Fact]
    public async Task Labels_are_kept_unless_they_hold_a_document()
    {
        var facts = await FactsOf(TestImage.Create(
            config: $$"""{"Labels":{"org.opencontainers.image.version":"24.04","io.example.readme":"{{new string('x', 257)}}","number":1} }"""));

        facts.Labels.ShouldHaveSingleItem().ShouldBe(new("org.opencontainers.image.version", "24.04"));
    }

    [Fact]
    public void A_layer_that_unpacks_to_more_than_anybody_wants_is_left_alone()
    {
        var bomb = TestImage.Layer(("bin/sh", ""), ("zeros", new string('\0', 65 * 1024 * 1024)), ("etc/os-release", Alpine));

        bomb.Length.ShouldBeLessThan(1024 * 1024);
        LayerReader.Read(bomb).ShouldBeNull();
    }

    [Theory]
    [InlineData("ID=ubuntu\nVERSION_ID=\"24.04\"\nID_LIKE=debian\n", "ubuntu", "24.04", "debian")]
    [InlineData("# a comment\nVERSION_ID='9.6'\r\nID=\"rocky\"\r\nID_LIKE=\"rhel centos fedora\"\n", "rocky", "9.6", "rhel centos fedora")]
    [InlineData("ID=Wolfi\n", "wolfi", "", "")]
    [InlineData("ID=\"a\\\"b\"\n", "a\"b", "", "")]
    public void Os_release_is_read_as_a_shell_reads_it(string text, string id, string version, string like) =>
        SystemRelease.Parse(text)
            .ShouldBe(new SystemRelease(id, version, like.Split(' ', StringSplitOptions.RemoveEmptyEntries)), SystemComparer.Instance);

    [Theory]
    [InlineData("")]
    [InlineData("NAME=nothing")]
    [InlineData("ID=\n")]
    public void What_names_no_system_is_none(string text) => SystemRelease.Parse(text).ShouldBeNull();

    private static async Task<ImageFacts> FactsOf(TestImage image)
    {
        using var client = new StubRegistry().With("library/app", "1", image).Client();
        return (await client.Resolve("app:1")).Config!;
    }

    private sealed class SystemComparer : IEqualityComparer<SystemRelease?>
    {
        public static readonly SystemComparer Instance = new();

        public bool Equals(SystemRelease? x, SystemRelease? y) =>
            x?.Id == y?.Id && x?.Version == y?.Version && (x?.Like ?? []).SequenceEqual(y?.Like ?? []);

        public int GetHashCode(SystemRelease? system) => system?.Id.GetHashCode(StringComparison.Ordinal) ?? 0;
    }
}
