using ContainerGuard.Fixes;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Rules.BaseImages;

public class NotPinnedByDigestTests
{
    private const string Digest = "sha256:d1b3b4da11eefd5941e7f0b9cf17783fc99d9c6fc34884a665f40a06dbdfc94f";

    [Fact]
    public void The_lock_files_digest_is_the_text_to_write() =>
        Check.Finding("FROM node:24-alpine\n", "CG2003", Check.Locked(Digest)).Message.ShouldEndWith($"Write 'node:24-alpine@{Digest}'.");

    [Fact]
    public void A_name_without_a_tag_is_written_with_the_tag_it_means() =>
        Check.Finding("FROM node\n", "CG2003", Check.Locked(Digest)).Message.ShouldEndWith($"Write 'node:latest@{Digest}'.");

    [Fact]
    public void An_image_with_a_mirror_keeps_its_original_name()
    {
        Check.Finding("FROM mcr.microsoft.com/dotnet/aspnet:10.0\n", "CG2003", Check.Locked(Digest) with { Mirrors = Mirrors })
            .Message.ShouldEndWith($"Write 'mcr.microsoft.com/dotnet/aspnet:10.0@{Digest}'.");
        Fixed("FROM mcr.microsoft.com/dotnet/aspnet:10.0\n", mirrorInFiles: false).ShouldBe(
            $"FROM mcr.microsoft.com/dotnet/aspnet:10.0@{Digest}\n");
    }

    [Fact]
    public void The_mirror_goes_into_files_where_a_property_says_so()
    {
        Check.Finding(
            "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n", "CG2003", Check.Locked(Digest) with { Mirrors = Mirrors, MirrorInFiles = true })
            .Message.ShouldEndWith($"Write 'registry.corp/mcr/dotnet/aspnet:10.0@{Digest}'.");
        Fixed("FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base\n", mirrorInFiles: true).ShouldBe(
            $"FROM registry.corp/mcr/dotnet/aspnet:10.0@{Digest} AS base\n");
    }

    [Fact]
    public void A_variable_is_to_hold_the_whole_reference() =>
        Check.Finding("ARG V=24\nFROM node:${V}\n", "CG2003", Check.Locked(Digest)).Message
            .ShouldBe("'node:${V}' (here 'node:24') is not pinned by digest. "
                + $"Put the whole reference into one ARG with the default 'node:24@{Digest}'.");

    [Fact]
    public void Without_a_lock_file_it_names_the_one_command_that_pins_and_fixes() =>
        Check.Finding("FROM node:24\n", "CG2003").Message
            .ShouldBe("'node:24' is not pinned by digest. Run 'dotnet build -t:ContainerGuardFix' to pin it.");

    [Fact]
    public void Without_a_lock_file_all_unpinned_images_are_one_finding() =>
        Check.Finding("FROM node:24 AS build\nFROM alpine:3.24\nCOPY --from=nginx:1.29 /a /a\n", "CG2003").Message
            .ShouldBe("'node:24' and 2 more images are not pinned by digest. Run 'dotnet build -t:ContainerGuardFix' to pin them.");

    [Fact]
    public void A_suppression_of_one_image_does_not_silence_the_others() =>
        Check.Findings("# containerguard ignore=CG2003: the vendor's tag\nFROM node:24 AS build\nFROM alpine:3.24\n", "CG2003")
            .Select(finding => (finding.Start!.Value.Line, finding.Suppression is null)).ShouldBe([(2, false), (3, true)]);

    private static ImageMirrors Mirrors =>
        ImageMirrors.TryCreate([("mcr.microsoft.com", "registry.corp/mcr")], out var mirrors, out var reason)
            ? mirrors
            : throw new ArgumentException(reason);

    private static string Fixed(string text, bool mirrorInFiles) =>
        DockerfileFixer.Fix(
            SourceText.From(text, "Dockerfile"), Check.Locked(Digest) with { Mirrors = Mirrors, MirrorInFiles = mirrorInFiles },
            DockerfileFixer.Everything).Text.Text;

    [Theory]
    [InlineData(nameof(PinningMode.Require), nameof(Severity.Error))]
    [InlineData(nameof(PinningMode.Prefer), nameof(Severity.Warning))]
    public void The_pinning_mode_decides_the_severity(string mode, string severity) =>
        Check.Finding("FROM node:24\n", "CG2003", Check.Facts with { Pinning = Enum.Parse<PinningMode>(mode) }).Severity
            .ToString().ShouldBe(severity);
}
