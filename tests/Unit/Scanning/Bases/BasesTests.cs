using System.Text.Json;
using ContainerGuard.Advisories;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;
using ContainerGuard.Scanning.Bases;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Registry;

namespace ContainerGuard.Tests.Unit.Scanning.Bases;

/// <summary>The comparison of a base image with others of its repository: what is read, counted, ranked and warned of.</summary>
public sealed class BasesTests : IDisposable
{
    private const string Debian = "ID=debian\nVERSION_ID=\"13\"\nVERSION_CODENAME=trixie\n";
    private const string Alpine = "ID=alpine\nVERSION_ID=3.23.1\n";

    private readonly TemporaryDirectory _folder = new();
    private readonly StubRegistry _registry = new();
    private readonly AdvisoryTable _table = new();
    private readonly Dictionary<string, ResolvedImage> _locked = [];
    private string? _signedInTo;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newer_digest_of_the_tag_is_first_where_it_fixes_most_and_names_the_command()
    {
        var old = Push("1.0", DebianLayer("3.5.1"));
        Push("1.0", DebianLayer("3.5.2"));
        Push("1.1", DebianLayer("3.5.2"));
        Lock("team/app:1.0", old);
        Know("Debian:13", "openssl", "CVE-2026-1", "3.5.2", AdvisorySeverity.Critical);
        Know("Debian:13", "openssl", "CVE-2026-2", "3.5.2", AdvisorySeverity.Low);

        var report = Compare("registry.test/team/app:1.0");

        Steps(report).ShouldBe(["Digest 0/0/0/0/0", "Minor 0/0/0/0/0"]);
        report.Present.Counts.ShouldBe(new SeverityCounts(1, 0, 0, 1, 0));
        report.Options[0].Fixes.ShouldBe(["CVE-2026-1", "CVE-2026-2"]);
        Text(report).ShouldContain("The tag's newer digest fixes 2 vulnerabilities. Run 'dotnet build -t:ContainerGuardUpdate'.");
    }

    [Theory]
    [InlineData(":1.0", "'registry.test/team/app:1.0'")]
    [InlineData(":1.0@DIGEST", "'registry.test/team/app:1.0'")]
    [InlineData("@DIGEST", "'registry.test/team/app@DIGEST'")]
    public void The_title_has_the_tag_and_the_digest_only_without_a_tag(string name, string expected)
    {
        var digest = Push("1.0", DebianLayer("3.5.1"));

        Text(Compare($"registry.test/team/app{name.Replace("DIGEST", digest.Digest)}"))
            .ShouldStartWith($"Instead of {expected.Replace("DIGEST", digest.Digest)}, with the known vulnerabilities");
    }

    [Fact]
    public void An_image_without_data_is_not_known_and_never_ranked_as_clean()
    {
        Push("1.0", DebianLayer("3.5.1"));
        Push("1.0-alpine", AlpineLayer("3.5.1-r0"));
        Know("Debian:13", "openssl", "CVE-2026-1", "3.5.2");

        var report = Compare("registry.test/team/app:1.0");

        Steps(report).ShouldBe(["Variant not known"]);
        report.Best.ShouldBeNull();
        Text(report).ShouldContain("not known: no data of Alpine:v3.23");
    }

    [Fact]
    public void Musl_a_missing_shell_and_missing_ICU_are_warnings_and_such_an_image_is_not_the_advice()
    {
        Push("1.0", DebianLayer("3.5.1", ("usr/lib/libicuuc.so.76", "x"), ("bin/sh", "x")));
        Push("1.0-alpine", AlpineLayer("3.5.4-r0", ("bin/sh", "x")));
        Push("1.0-distroless", DebianLayer("3.5.4"));
        Know("Debian:13", "openssl", "CVE-2026-1", "3.5.2");
        _table.Whole.Add("Alpine:v3.23");

        var report = Compare("registry.test/team/app:1.0");

        report.Options.ToDictionary(static option => option.Candidate.Image.Tag!, static option => string.Join(", ", option.Warnings))
            .ShouldBe(new Dictionary<string, string>
            {
                ["1.0-alpine"] = "musl instead of glibc, no ICU", ["1.0-distroless"] = "no ICU, no shell",
            }, ignoreOrder: true);
        report.Best.ShouldBeNull();
    }

    [Fact]
    public void The_runtime_of_NET_is_counted_by_the_variables_without_its_layer()
    {
        var runtime = TestImage.Layer([("usr/share/dotnet/big", new string('x', 100))]);
        Push("9.0", """{"Env":["DOTNET_VERSION=9.0.0","ASPNET_VERSION=9.0.0"]}""", ["RUN x", "COPY /dotnet /usr/share/dotnet # buildkit"],
            DebianLayer("3.5.1"), runtime);
        _table.Whole.Add("Debian:13");

        var report = Compare("registry.test/team/app:9.0");

        report.Present.Counts!.Total.ShouldBeGreaterThan(0);
        _registry.Requests.ShouldNotContain(request => request.Contains(TestImage.DigestOf(runtime), StringComparison.Ordinal));
    }

    [Fact]
    public void A_layer_of_a_command_that_is_too_large_makes_the_count_unknown()
    {
        Push("1.0", "{}", ["RUN a", "RUN b"], DebianLayer("3.5.1"), TestImage.Layer([("a", Random(5000))]));
        _table.Whole.Add("Debian:13");

        Compare("registry.test/team/app:1.0", mostBytes: 3000).Present.WhyNotKnown.ShouldBe("a layer was not read: it is too large");
    }

    [Fact]
    public void A_layer_is_read_once_for_all_images_that_have_it()
    {
        var system = DebianLayer("3.5.1");
        Push("1.0", "{}", ["RUN a"], system);
        Push("1.1", """{"User":"app"}""", ["RUN a"], system);
        _table.Whole.Add("Debian:13");

        Compare("registry.test/team/app:1.0");
        Compare("registry.test/team/app:1.0");

        _registry.Requests.Count(request => request.Contains(TestImage.DigestOf(system), StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void The_list_of_packages_that_the_builder_attached_is_read_instead_of_a_layer()
    {
        var system = TestImage.Layer([("etc/os-release", Debian), ("bin/big", Random(20_000))]);
        var image = TestImage.Create("linux/amd64", history: ["RUN a"], layers: [system]);
        _registry.With("team/app", "1.0", TestImage.CreateAttested(
            image, "pkg:deb/debian/libssl3@3.5.1-1%2Bdeb13u1?arch=amd64&distro=debian-13&upstream=openssl%403.5.1-1",
            "pkg:deb/debian/dash@0.5?distro=debian-13", "pkg:npm/left-pad@1.0.0"));
        Know("Debian:13", "openssl", "CVE-2026-1", "3.5.2");
        _table.Whole.Add("Debian:13");

        var present = Compare("registry.test/team/app:1.0").Present;

        present.Counts!.Total.ShouldBe(1);
        present.Contents!.HasShell.ShouldBe(true);
        present.Contents.Packages!.Select(static package => $"{package.Name} {package.Version} {package.SourceVersion}")
            .ShouldBe(["libssl3 3.5.1-1+deb13u1 3.5.1-1", "dash 0.5 0.5"]);
        _registry.Requests.ShouldNotContain(request => request.Contains(TestImage.DigestOf(system), StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_of_packages_that_is_not_valid_is_not_used()
    {
        var image = TestImage.Create("linux/amd64", history: ["RUN a"], layers: [DebianLayer("3.5.1")]);
        _registry.With("team/app", "1.0", TestImage.CreateAttested(image, "pkg:npm/left-pad@1.0.0", "no URL"));
        Know("Debian:13", "openssl", "CVE-2026-1", "3.5.2");

        Compare("registry.test/team/app:1.0").Present.Counts!.Total.ShouldBe(1);
    }

    [Fact]
    public void A_hardened_image_is_compared_on_a_machine_that_is_signed_in_and_not_asked_for_on_another()
    {
        _registry.With("library/node", "24.11-slim", TestImage.Create("linux/amd64", layers: [DebianLayer("3.5.1")]));
        _registry.With("node", "24.11-debian13", TestImage.Create("linux/amd64", layers: [DebianLayer("3.5.2")]));
        Know("Debian:13", "openssl", "CVE-2026-1", "3.5.2");

        var alone = Compare("node:24.11-slim");
        _registry.Requests.ShouldNotContain(static request => request.Contains("dhi.io", StringComparison.Ordinal));
        _signedInTo = "dhi.io";
        var report = Compare("node:24.11-slim");

        Steps(alone).ShouldBeEmpty();
        Steps(report).ShouldBe(["Hardened 0/0/0/0/0"]);
        Text(report).ShouldContain(
            "'dhi.io/node:24.11-debian13' fixes 1 vulnerability. Write this image in place of 'node:24.11-slim'.");
    }

    [Fact]
    public void The_JSON_has_null_for_what_is_not_known()
    {
        Push("1.0", DebianLayer("3.5.1"));
        Push("1.0-alpine", AlpineLayer("3.5.1-r0"));
        Know("Debian:13", "openssl", "CVE-2026-1", "3.5.2");

        using var json = JsonDocument.Parse(BasesJson.Write([Compare("registry.test/team/app:1.0")]));

        var report = json.RootElement.GetProperty("bases")[0];
        report.GetProperty("present").GetProperty("vulnerabilities").GetProperty("high").GetInt32().ShouldBe(1);
        var option = report.GetProperty("options")[0];
        option.GetProperty("reference").GetString().ShouldBe("registry.test/team/app:1.0-alpine");
        option.GetProperty("change").GetString().ShouldBe("variant");
        option.GetProperty("vulnerabilities").ValueKind.ShouldBe(JsonValueKind.Null);
        option.GetProperty("fixes").ValueKind.ShouldBe(JsonValueKind.Null);
        option.GetProperty("size").GetInt64().ShouldBeGreaterThan(0);
    }

    private static string Random(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static byte[] DebianLayer(string openssl, params (string, string)[] more) => TestImage.Layer(
    [
        ("etc/os-release", Debian),
        ("var/lib/dpkg/status",
            $"Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: {openssl}\n\n"),
        .. more,
    ]);

    private static byte[] AlpineLayer(string openssl, params (string, string)[] more) => TestImage.Layer(
    [
        ("etc/os-release", Alpine), ("lib/apk/db/installed", $"P:openssl\nV:{openssl}\nA:x86_64\no:openssl\n\n"), .. more,
    ]);

    private TestImage Push(string tag, byte[] layer) => Push(tag, "{}", ["RUN a"], layer);

    private TestImage Push(string tag, string config, string[] history, params byte[][] layers)
    {
        var image = TestImage.Create("linux/amd64", config, history: history, layers: layers);
        _registry.With("team/app", tag, image);
        return image;
    }

    private void Lock(string entry, TestImage image) => _locked["registry.test/" + entry] =
        new ResolvedImage(ImageDigest.Parse(image.Digest), "", new Dictionary<string, ImageDigest>(), null);

    private void Know(string ecosystem, string package, string id, string fixedIn, AdvisorySeverity severity = AdvisorySeverity.High) =>
        _table.Add(new Advisory
        {
            Id = id, Ecosystem = ecosystem, Package = package, Severity = severity, Ranges = [AffectedInterval.Parse($"[, {fixedIn})")!],
        });

    private BaseReport Compare(string image, long mostBytes = BaseLayers.DefaultSize)
    {
        var options = new InspectionOptions
        {
            Readers = ImageReaders.All,
            Registry = new RegistryOptions
            {
                CreateHandler = (_, _) => _registry,
                RetryDelay = TimeSpan.FromMilliseconds(1),
                Keychain = new NamedKeychain(
                    _signedInTo is null ? [] : [new NamedCredential(_signedInTo, "dev", null, "PASSWORD")], static _ => "secret"),
            },
        };
        options = options with { Cache = LayerCache.Open(_folder.Path, options.Inspector.Readers) };
        using var client = new RegistryClient(options.Registry);
        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 30), Locked = reference => _locked.GetValueOrDefault(reference.NormalizedWithoutDigest),
        };
        var reader = new BaseContentsReader(options, new BaseLayers(mostBytes), TestContext.Current.CancellationToken);
        return new BaseSurvey(client, reader, facts, TestContext.Current.CancellationToken)
            .Read(ImageReference.Parse(image), null).Judge(_table);
    }

    private static string Text(BaseReport report) => string.Join('\n', BasesText.Lines(report, ""));

    private static string[] Steps(BaseReport report) => [.. report.Options.Select(static option =>
        $"{option.Candidate.Step} " + (option.Counts is { } counts
            ? $"{counts.Critical}/{counts.High}/{counts.Medium}/{counts.Low}/{counts.Unknown}"
            : "not known"))];
}
