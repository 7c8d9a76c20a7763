using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Fixes;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Compose;

/// <summary>The rules that apply to the images of a compose file, their suppressions and their fixes.</summary>
public sealed class ComposeRulesTests
{
    private static readonly string Digest = $"sha256:{new string('a', 64)}";

    private static string[] Findings(string text, FileFacts? facts = null) =>
        [.. Run(text, facts).Select(static finding =>
            $"{finding.Start!.Value.Line},{finding.Start.Value.Column} {finding.Severity} {finding.Rule.Id}"
            + (finding.Suppression is { } reason ? $" ({reason})" : ""))];

    private static IReadOnlyList<Diagnostic> Run(string text, FileFacts? facts = null) => RuleRunner.Run(
        SourceText.From(text, "compose.yaml"), facts ?? Check.Facts, new SeverityPolicy(Level.Recommended));

    [Fact]
    public void Rules_about_images_apply_and_an_unpinned_image_is_a_warning()
    {
        TrustedRegistries.TryCreate(["docker.io"], out var trusted, out _).ShouldBeTrue();

        Findings(
            """
            services:
              a:
                image: nginx
              b:
                image: nginx:latest
              c:
                image: quay.io/keycloak/keycloak:26.4
              d:
                image: node:14
              e:
                image: Nginx:1
              f:
                image: nginx@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            """,
            Check.Facts with { Trusted = trusted }).ShouldBe(
            [
                "3,12 Warning CG2001", "3,12 Warning CG2003", "5,12 Warning CG2002", "7,12 Error CG2008", "9,12 Warning CG2005",
                "11,12 Error CG1001", "13,12 Warning CG2004",
            ]);
    }

    [Fact]
    public void An_image_that_lacks_the_platform_of_its_service_is_reported()
    {
        var facts = Check.Facts with
        {
            Locked = _ => new ResolvedImage(
                ImageDigest.Parse(Digest), "application/vnd.oci.image.index.v1+json",
                new Dictionary<string, ImageDigest> { ["linux/amd64"] = ImageDigest.Parse(Digest) }, new ImageFacts()),
            Pinning = PinningMode.Off,
        };

        Findings("services:\n  a:\n    image: a/b:1\n    platform: linux/arm64\n  b:\n    image: a/c:1\n    platform: linux/amd64\n", facts)
            .ShouldBe(["3,12 Warning CG1027"]);
    }

    [Fact]
    public void A_file_that_is_not_a_compose_file_has_one_finding()
    {
        var finding = Run("services:\n  web:\n    image: [a\n").ShouldHaveSingleItem();

        finding.Rule.Id.ShouldBe("CG0080");
        finding.Severity.ShouldBe(Severity.Error);
        finding.Start!.Value.Line.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_comment_above_a_value_or_after_it_suppresses_its_findings() =>
        Findings("""
            services:
              a:
                # containerguard ignore=CG2001: the newest is wanted
                # that is a test
                image: nginx
              b:
                image: "redis" # containerguard ignore=CG2001: a cache
              c:
                image: caddy
            # containerguard ignore-file=CG2003: not pinned yet
            """).ShouldBe(
            [
                "5,12 Warning CG2001 (the newest is wanted)", "5,12 Warning CG2003 (not pinned yet)", "7,13 Warning CG2001 (a cache)",
                "7,13 Warning CG2003 (not pinned yet)", "9,12 Warning CG2001", "9,12 Warning CG2003 (not pinned yet)",
            ]);

    [Fact]
    public void A_pin_is_written_into_the_value_and_nowhere_else()
    {
        var facts = Check.Facts with
        {
            Locked = _ => new ResolvedImage(
                ImageDigest.Parse(Digest), "application/vnd.oci.image.index.v1+json", new Dictionary<string, ImageDigest>(),
                new ImageFacts()),
        };
        const string Before = "services:\r\n  a: {image: 'a/b:1', tty: true} # one\r\n  b:\r\n    image: ${B:-a/c:2}   # two\r\n"
            + "  c:\r\n    image: a/d:${D:-3}\r\n";

        var result = DockerfileFixer.Fix(SourceText.From(Before, "compose.yaml"), facts, new SeverityPolicy(Level.All));

        result.Text.Text.ShouldBe(Before
            .Replace("a/b:1", $"a/b:1@{Digest}", StringComparison.Ordinal).Replace("a/c:2", $"a/c:2@{Digest}", StringComparison.Ordinal));
        result.Left.ShouldHaveSingleItem().Message.ShouldEndWith($"'${{IMAGE:-a/d:3@{Digest}}}'.");
    }

    [Fact]
    public void Only_rules_about_images_apply()
    {
        const string Text = "services:\n  a:\n    image: nginx\n    command: sh -c 'apt-get install curl'\n    user: root\n"
            + "    environment: {PASSWORD: hunter2, AWS_SECRET_ACCESS_KEY: AKIAIOSFODNN7EXAMPLE}\n    ports: ['22:22']\n"
            + "    labels: [postgres://admin:p4ssw0rdX9@db:5432/shop]\n";

        Findings(Text).ShouldBe(["3,12 Warning CG2001", "3,12 Warning CG2003"]);
    }

    [Fact]
    public void An_update_moves_the_tag_and_the_digest_in_the_value()
    {
        var (from, to) = (ImageReference.Parse("a/b:1.0"), ImageReference.Parse($"a/b:1.1@{Digest}"));
        var image = new ResolvedImage(
            to.Digest!, "application/vnd.oci.image.index.v1+json", new Dictionary<string, ImageDigest>(), new ImageFacts());
        const string Text = "services:\n  a:\n    image: \"a/b:1.0\" # one\n  b:\n    image: ${B:-a/b:1.0@sha256:"
            + "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc}\n  c:\n    image: a/c:1\n";

        var update = DockerfileUpdate.Of(
            DockerfileModel.Read(SourceText.From(Text, "compose.yaml")),
            new Dictionary<string, PinMove> { [from.NormalizedWithoutDigest] = new(from, to, image) },
            new PinningOptions { LockFile = "/containerguard.lock.json", TemporaryFolder = "/" });

        update.Result.Source.Text.ShouldBe(Text.Replace("1.0", "1.1", StringComparison.Ordinal)
            .Replace($"sha256:{new string('c', 64)}", Digest, StringComparison.Ordinal));
        update.Manual.ShouldBeEmpty();
    }
}
