using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;

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
    public void What_comes_from_a_mirror_is_written_from_there()
    {
        ImageMirrors.TryCreate([("mcr.microsoft.com", "registry.corp/mcr")], out var mirrors, out _).ShouldBeTrue();

        Check.Finding("FROM mcr.microsoft.com/dotnet/aspnet:10.0\n", "CG2003", Check.Locked(Digest) with { Mirrors = mirrors! })
            .Message.ShouldEndWith($"Write 'registry.corp/mcr/dotnet/aspnet:10.0@{Digest}'.");
    }

    [Fact]
    public void A_variable_is_to_hold_the_whole_reference() =>
        Check.Finding("ARG V=24\nFROM node:${V}\n", "CG2003", Check.Locked(Digest)).Message
            .ShouldBe($"'node:${{V}}' (here 'node:24') is not pinned by a digest, so the next build may silently get another image. Give the whole reference one ARG, with the default 'node:24@{Digest}'.");

    [Fact]
    public void Without_a_lock_file_it_says_how_to_get_the_digest() =>
        Check.Finding("FROM node:24\n", "CG2003").Message.ShouldContain("dotnet build -t:ContainerGuardPin");

    [Theory]
    [InlineData(nameof(PinningMode.Require), nameof(Severity.Error))]
    [InlineData(nameof(PinningMode.Prefer), nameof(Severity.Warning))]
    public void The_pinning_mode_decides_the_severity(string mode, string severity) =>
        Check.Finding("FROM node:24\n", "CG2003", Check.Facts with { Pinning = Enum.Parse<PinningMode>(mode) }).Severity.ToString().ShouldBe(severity);
}
