using ContainerGuard.Images;
using ContainerGuard.Scanning.Bases;

namespace ContainerGuard.Tests.Unit.Scanning.Bases;

/// <summary>Which tags of a repository are proposed instead of a base image.</summary>
public class BaseCandidatesTests
{
    [Theory]
    [InlineData(
        "mcr.microsoft.com/dotnet/aspnet:10.0", "noble",
        "10.0 10.0-noble 10.0-noble-amd64 10.0-noble-chiseled 10.0-noble-chiseled-extra 10.0-jammy-chiseled 10.0-alpine 10.0-alpine3.23 "
            + "10.0-alpine-composite 10.0-azurelinux3.0-distroless 10.0.1 11.0-preview 9.0-alpine latest",
        "Variant 10.0-alpine, Variant 10.0-noble-chiseled, Variant 10.0-noble-chiseled-extra, Variant 10.0-azurelinux3.0-distroless")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:9.0.2", null, "9.0.2 9.0.4 9.0.11 10.0.1 11.0.0", "Major 10.0.1")]
    [InlineData("node:22.1-slim", null, "22.1-slim 22.4-slim 23.9-slim 24.2-slim 24.8-slim 26.1-slim 22.1-alpine 22.1 22.1-bookworm-slim",
        "Minor 22.4-slim, Major 24.2-slim, Major 26.1-slim, Variant 22.1-alpine")]
    [InlineData("python:3.12.1-bookworm", null, "3.12.1-bookworm 3.12.4-bookworm 3.14.0-bookworm 3.12.1-slim-bookworm 3.12.1-slim-trixie "
        + "3.12.1-alpine3.19 3.12.1-alpine3.23",
        "Patch 3.12.4-bookworm, Minor 3.14.0-bookworm, Variant 3.12.1-slim-bookworm, Variant 3.12.1-alpine3.23")]
    [InlineData("ubuntu:22.04", null, "24.04 24.10 25.10 26.04 26.10", "Major 24.04, Major 26.04")]
    [InlineData("debian:bookworm-slim", null, "bookworm bookworm-slim trixie trixie-slim bullseye-slim forky-slim", "Major trixie-slim")]
    [InlineData("debian:bookworm", null, "bookworm bookworm-slim trixie trixie-slim", "Major trixie, Variant bookworm-slim")]
    [InlineData("ubuntu:jammy", null, "jammy noble plucky questing resolute", "Major noble, Major resolute")]
    [InlineData("eclipse-temurin:21-jre", null, "21-jdk 21-jre 21-jre-alpine 21-jre-noble 25-jre 26-jre",
        "Major 25-jre, Variant 21-jre-alpine")]
    [InlineData("registry.corp/team/base:1.2.0", null, "1.2.0 1.2.3 1.3.0 2.0.0 1.2.0-slim",
        "Patch 1.2.3, Minor 1.3.0, Major 2.0.0, Variant 1.2.0-slim")]
    [InlineData("node:latest", null, "latest slim alpine 26", "")]
    public void Candidates_are_the_next_steps_with_long_term_support_and_the_other_kinds(
        string image, string? codename, string tags, string expected) =>
        string.Join(", ", Find(image, codename, tags.Split(' '))).ShouldBe(expected);

    [Fact]
    public void A_version_or_a_system_whose_support_has_ended_is_not_proposed() =>
        Find("python:3.9-bookworm", null, "3.9-bookworm", "3.10-bookworm", "3.9-slim-bookworm", "3.9-alpine3.18").ShouldBeEmpty();

    private static IEnumerable<string> Find(string image, string? codename, params string[] tags) =>
        new BaseCandidates(ImageReference.Parse(image), tags, new DateOnly(2026, 11, 30)) { Codename = codename }
            .Find().Select(static one => $"{one.Step} {one.Image.Tag}");
}
