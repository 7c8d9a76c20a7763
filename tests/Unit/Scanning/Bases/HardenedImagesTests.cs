using ContainerGuard.Images;
using ContainerGuard.Scanning.Bases;

namespace ContainerGuard.Tests.Unit.Scanning.Bases;

/// <summary>The Docker Hardened Image that has the same program in the same version as another image.</summary>
public sealed class HardenedImagesTests
{
    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", "dhi.io/aspnetcore")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0-alpine", "dhi.io/dotnet")]
    [InlineData("node:24", "dhi.io/node")]
    [InlineData("eclipse-temurin:21-jre", "dhi.io/eclipse-temurin")]
    [InlineData("eclipse-temurin:21", null)]
    [InlineData("eclipse-temurin:21-jdk", null)]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0", null)]
    [InlineData("team/node:24", null)]
    [InlineData("registry.example.com/library/node:24", null)]
    public void The_repository_is_that_of_the_same_program(string image, string? repository) =>
        (HardenedImages.RepositoryFor(ImageReference.Parse(image))?.Name).ShouldBe(repository);

    [Theory]
    [InlineData("10.0", "10.0")]
    [InlineData("10.0-noble-chiseled-extra", "10.0")]
    [InlineData("10.0-alpine", "10.0-alpine")]
    [InlineData("10.0-alpine3.22", "10.0-alpine")]
    [InlineData("10.0.9-noble", "10.0.9")]
    [InlineData("10.0.8", "10.0")]
    [InlineData("9.0", null)]
    [InlineData("latest", null)]
    [InlineData("10.0-composite", null)]
    public void The_tag_has_the_same_version_on_the_same_C_library(string present, string? tag) =>
        HardenedImages.TagFor(present,
        [
            "10", "10.0", "10.0.9", "10-debian", "10.0-debian13", "10.0-dev", "10.0-sdk", "10.0-alpine", "10.0-alpine3.23",
            "10.0-alpine3.23-dev", "10.0-fips", "11.0-rc.1",
        ]).ShouldBe(tag);
}
