using System.Text;
using System.Text.Json;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Pinning;

/// <summary>What a builder is told so that it uses the digests of the lock file.</summary>
public class SourcePolicyTests
{
    private static readonly ImageDigest Node = Digest('a');
    private static readonly ImageDigest Aspnet = Digest('b');
    private static readonly ImageDigest AspnetOnArm = Digest('c');

    private static readonly LockFile Locked = new(new Dictionary<string, ResolvedImage>(StringComparer.Ordinal)
    {
        ["node:24"] = new(Node, "", new Dictionary<string, ImageDigest>(StringComparer.Ordinal), null),
        ["mcr.microsoft.com/dotnet/aspnet:10.0"] =
            new(Aspnet, "", new Dictionary<string, ImageDigest>(StringComparer.Ordinal) { ["linux/arm64"] = AspnetOnArm }, null),
    });

    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly LockFile WithSources = Locked.WithSources(new Dictionary<string, LockedSource>
    {
        ["https://example.com/a.tgz"] = new(Node, null),
        ["https://example.com/b.git#v1:lib"] = new(null, Commit),
    });

    [Fact]
    public void A_written_reference_becomes_the_same_reference_with_its_digest() =>
        Decide("docker-image://docker.io/library/node:24").ShouldBe(("ALLOW", $"docker-image://docker.io/library/node:24@{Node}"));

    [Theory]
    [InlineData("docker-image://docker.io/library/node:25")]
    [InlineData("docker-image://docker.io/library/node:latest")]
    [InlineData("docker-image://evil.example/library/node:24")]
    [InlineData("docker-image://docker.io/library/node:24@sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd")]
    public void An_image_that_the_lock_file_lacks_is_denied(string source) => Decide(source).ShouldBe(("DENY", source));

    [Fact]
    public void A_locked_digest_is_allowed_with_any_tag_and_without_one_and_so_are_its_platforms()
    {
        foreach (var digest in new[] { Aspnet, AspnetOnArm })
        {
            foreach (var tag in new[] { "", ":10.0", ":10.0-noble" })
            {
                Decide($"docker-image://mcr.microsoft.com/dotnet/aspnet{tag}@{digest}").Verdict.ShouldBe("ALLOW");
            }
        }
    }

    [Fact]
    public void A_mirror_serves_the_image_under_both_names()
    {
        ImageMirrors.TryCreate([("mcr.microsoft.com", "registry.corp/mcr")], out var mirrors, out _).ShouldBeTrue();
        var pinned = $"docker-image://registry.corp/mcr/dotnet/aspnet:10.0@{Aspnet}";

        Decide("docker-image://mcr.microsoft.com/dotnet/aspnet:10.0", mirrors).ShouldBe(("ALLOW", pinned));
        Decide("docker-image://registry.corp/mcr/dotnet/aspnet:10.0", mirrors).ShouldBe(("ALLOW", pinned));
        Decide("docker-image://docker.io/library/node:24", mirrors).Verdict.ShouldBe("ALLOW");
    }

    [Fact]
    public void What_is_no_image_is_left_alone_and_so_is_the_scanner_of_the_builder()
    {
        Decide("local://context").Verdict.ShouldBe("ALLOW");
        Decide("docker-image://docker.io/docker/buildkit-syft-scanner:stable-1").Verdict.ShouldBe("ALLOW");
    }

    [Theory]
    [InlineData("FROM node:24\n", "FROM node:24@{0}\n")]
    [InlineData(
        "FROM node:24 AS a\nFROM a\nCOPY --from=node:24 /x /x\n", "FROM node:24@{0} AS a\nFROM a\nCOPY --from=node:24@{0} /x /x\n")]
    [InlineData("ARG V=24\nFROM node:${{V}}\n", "ARG V=24\nFROM node:24@{0}\n")]
    [InlineData("# syntax=docker/dockerfile:1\nFROM scratch\n", "# syntax=docker/dockerfile:1\nFROM scratch\n")]
    [InlineData("FROM a\\\nb\n", "")]
    public void A_copy_for_other_builders_has_the_digests(string text, string copy)
    {
        var pinned = Copy(string.Format(null, text, Node));

        if (copy.Length == 0) pinned.Missing.ShouldNotBeEmpty();
        else pinned.Text.ShouldBe(string.Format(null, copy, Node));
        pinned.Missing.Count.ShouldBe(copy.Length == 0 ? 1 : 0);
    }

    [Fact]
    public void A_copy_names_what_the_lock_file_lacks_and_takes_images_from_their_mirror()
    {
        ImageMirrors.TryCreate([("docker.io", "registry.corp/hub")], out var mirrors, out _).ShouldBeTrue();

        Copy("FROM node:25\nFROM $X\n").Missing.ShouldBe(["node:25", "$X"]);
        Copy("FROM node:24\n", mirrors).Text.ShouldBe($"FROM registry.corp/hub/library/node:24@{Node}\n");
    }

    [Fact]
    public void A_download_gets_its_checksum_and_a_repository_its_commit()
    {
        using var policy = JsonDocument.Parse(SourcePolicy.Write(WithSources, ImageMirrors.None));
        var rules = policy.RootElement.GetProperty("rules").EnumerateArray()
            .Select(static rule => rule.GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal)).ToList();

        rules.ShouldContain("""
            {"action":"CONVERT","selector":{"identifier":"https://example.com/a.tgz"},"updates":{"attrs":{"http.checksum":"CHECKSUM"}}}
            """.Replace("CHECKSUM", Node.ToString(), StringComparison.Ordinal));
        rules.ShouldContain("""
            {"action":"CONVERT","selector":{"identifier":"git://REPO#v1:lib"},"updates":{"identifier":"git://REPO#COMMIT:lib"}}
            """.Replace("REPO", "example.com/b.git", StringComparison.Ordinal).Replace("COMMIT", Commit, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ADD https://example.com/a.tgz /\n", "ADD --checksum={0} https://example.com/a.tgz /\n")]
    [InlineData("ADD --chown=1 https://example.com/a.tgz /\n", "ADD --checksum={0} --chown=1 https://example.com/a.tgz /\n")]
    [InlineData("ADD https://example.com/b.git#v1:lib /\n", "ADD https://example.com/b.git#{1}:lib /\n")]
    [InlineData("ADD --checksum={1} https://example.com/b.git#v1:lib /\n", "ADD --checksum={1} https://example.com/b.git#v1:lib /\n")]
    [InlineData("ADD https://example.com/other /\n", "ADD https://example.com/other /\n")]
    [InlineData("ADD https://example.com/a.tgz x /\n", null)]
    [InlineData("ARG V=v1\nADD https://example.com/b.git#$V:lib /\n", null)]
    public void A_copy_for_other_builders_has_the_checksums(string text, string? copy)
    {
        var pinned = PinnedCopy.Of(
            SourceText.From("FROM scratch\n" + string.Format(null, text, Node, Commit), "Dockerfile"), WithSources, ImageMirrors.None);

        if (copy is null) pinned.Unheld.ShouldHaveSingleItem();
        else pinned.Text.ShouldBe("FROM scratch\n" + string.Format(null, copy, Node, Commit));
    }

    [Fact]
    public void A_policy_of_buildx_reads_the_lock_file_or_has_its_digests()
    {
        RegoPolicy.Write(Locked, "containerguard.lock.json", ImageMirrors.None)
            .ShouldContain("lock := load_json(\"containerguard.lock.json\")\n");
        RegoPolicy.Write(Locked, null, ImageMirrors.None).ShouldContain($"    \"node:24\": {{\"digest\": \"{Node}\"}},\n");
        RegoPolicy.IsGenerated(RegoPolicy.Write(Locked, null, ImageMirrors.None)).ShouldBeTrue();
        RegoPolicy.IsGenerated("package docker\n").ShouldBeFalse();
    }

    private static PinnedCopy Copy(string text, ImageMirrors? mirrors = null) =>
        PinnedCopy.Of(SourceText.From(text, "Dockerfile"), Locked, mirrors ?? ImageMirrors.None);

    /// <summary>As BuildKit evaluates it: again after each conversion, and the last rule that allows or denies counts.</summary>
    private static (string Verdict, string Source) Decide(string source, ImageMirrors? mirrors = null)
    {
        using var policy = JsonDocument.Parse(SourcePolicy.Write(Locked, mirrors ?? ImageMirrors.None));
        for (var round = 0; round < 20; round++)
        {
            var (verdict, converted) = ("ALLOW", (string?)null);
            foreach (var rule in policy.RootElement.GetProperty("rules").EnumerateArray())
            {
                if (!Matches(rule.GetProperty("selector").GetProperty("identifier").GetString()!, source)) continue;
                var action = rule.GetProperty("action").GetString()!;
                if (action != "CONVERT") verdict = action;
                else converted = rule.GetProperty("updates").GetProperty("identifier").GetString();
                if (converted is not null && converted != source) break;
                converted = null;
            }

            if (converted is null) return (verdict, source);
            source = converted;
        }

        throw new InvalidOperationException("The conversions do not end.");
    }

    private static bool Matches(string wildcard, string source) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(wildcard, source, ignoreCase: false);

    private static ImageDigest Digest(char c) => ImageDigest.TryParse($"sha256:{new string(c, 64)}", out var digest, out _)
        ? digest
        : throw new ArgumentException(Encoding.UTF8.GetString([(byte)c]));
}
