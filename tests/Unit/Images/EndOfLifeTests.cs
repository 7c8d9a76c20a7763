using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

public class EndOfLifeTests
{
    private static readonly DateOnly Today = new(2026, 8, 22);

    private static IEnumerable<string> Ended(string image, DateOnly? today = null) =>
        EndOfLife.Table.Find(ImageReference.Parse(image), today ?? Today).Where(s => s.HasEnded).Select(s => $"{s.Product} {s.Cycle}");

    [Theory]
    [InlineData("node:20-alpine3.20", "Node.js 20", "Alpine 3.20")]
    [InlineData("node:18.19.1-bookworm", "Node.js 18")]
    [InlineData("node:hydrogen-slim", "Node.js 18")]
    [InlineData("node:24-alpine")]
    [InlineData("node")]
    [InlineData("node:lts-alpine")]
    [InlineData("node:4", "Node.js 4")]
    [InlineData("mcr.microsoft.com/dotnet/sdk:6.0.420-focal", ".NET 6", "Ubuntu 20.04")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:3.1-buster-slim", ".NET 3.1", "Debian 10")]
    [InlineData("mcr.microsoft.com/dotnet/core/runtime:2.2", ".NET 2.2")]
    [InlineData("mcr.microsoft.com/dotnet/nightly/sdk:7.0", ".NET 7")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled")]
    [InlineData("mcr.microsoft.com/dotnet/samples:aspnetapp")]
    [InlineData("python:3.8.10-slim", "Python 3.8")]
    [InlineData("python:2", "Python 2.7")]
    [InlineData("python:3")]
    [InlineData("python:3.1")]
    [InlineData("ruby:2.3-alpine", "Ruby 2.3")]
    [InlineData("golang:1.25.3-alpine3.19", "Go 1.25", "Alpine 3.19")]
    [InlineData("golang:1.26.6-bookworm")]
    [InlineData("golang:1")]
    [InlineData("alpine:3.18.4", "Alpine 3.18")]
    [InlineData("alpine:3.2")]
    [InlineData("alpine:edge")]
    [InlineData("debian:buster-20240612-slim", "Debian 10")]
    [InlineData("debian:10.13", "Debian 10")]
    [InlineData("debian:bookworm")]
    [InlineData("ubuntu:20.04", "Ubuntu 20.04")]
    [InlineData("ubuntu:focal-20240530", "Ubuntu 20.04")]
    [InlineData("ubuntu:noble")]
    [InlineData("eclipse-temurin:20-jdk-alpine-3.19", "Eclipse Temurin 20", "Alpine 3.19")]
    [InlineData("eclipse-temurin:8u412-b08-jdk-focal", "Ubuntu 20.04")]
    [InlineData("eclipse-temurin:17-jdk-centos7", "CentOS 7")]
    [InlineData("centos:7", "CentOS 7")]
    [InlineData("quay.io/centos/centos:stream8", "CentOS stream8")]
    [InlineData("quay.io/centos/centos:stream9")]
    [InlineData("amazonlinux:2", "Amazon Linux 2")]
    [InlineData("registry.access.redhat.com/ubi7/ubi-minimal", "Red Hat UBI 7")]
    [InlineData("gcr.io/distroless/static-debian10:nonroot", "Debian 10")]
    [InlineData("public.ecr.aws/docker/library/node:16", "Node.js 16")]
    [InlineData("someone/focal:focal")]
    public void An_image_is_known_by_its_version_and_by_the_system_in_its_variant(string image, params string[] ended) =>
        Ended(image).ShouldBe(ended);

    [Fact]
    public void The_last_day_of_support_is_still_supported()
    {
        Ended("node:20", new DateOnly(2026, 4, 30)).ShouldBeEmpty();
        Ended("node:20", new DateOnly(2026, 5, 1)).ShouldBe(["Node.js 20"]);
    }

    [Fact]
    public void The_answer_has_the_date_and_the_cycles_to_move_to_nearest_first()
    {
        var status = EndOfLife.Table.Find(ImageReference.Parse("node:18"), Today).ShouldHaveSingleItem();

        status.Ends.ShouldBe(new DateOnly(2025, 4, 30));
        status.Successors.ShouldBe(["22", "24", "26"]);
    }

    [Fact]
    public void Debian_lives_as_long_as_its_free_long_term_support() =>
        EndOfLife.Table.Find(ImageReference.Parse("debian:12"), Today).ShouldHaveSingleItem().Ends.ShouldBe(new DateOnly(2028, 6, 30));

    [Theory]
    [InlineData("net8.0", "8")]
    [InlineData("net9.0-windows10.0.19041", "9")]
    [InlineData("netcoreapp3.1", "3.1")]
    [InlineData("NET5.0", "5")]
    public void A_target_framework_means_a_version_of_DotNet(string framework, string cycle)
    {
        var status = EndOfLife.Table.FindTargetFramework(framework, new DateOnly(2026, 11, 22))!;

        (status.Product, status.Cycle, status.HasEnded).ShouldBe((".NET", cycle, true));
        status.Successors.ShouldBe(["10"]);
    }

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    public void A_supported_target_framework_has_not_ended(string framework) =>
        EndOfLife.Table.FindTargetFramework(framework, Today)!.HasEnded.ShouldBeFalse();

    [Theory]
    [InlineData("net48")]
    [InlineData("netstandard2.0")]
    [InlineData("net99.0")]
    [InlineData("")]
    public void Other_target_frameworks_have_no_answer(string framework) =>
        EndOfLife.Table.FindTargetFramework(framework, Today).ShouldBeNull();

    [Theory]
    [InlineData("openjdk:17-jdk-slim", "openjdk", "eclipse-temurin")]
    [InlineData("centos:7", "centos", "quay.io/centos/centos")]
    [InlineData("microsoft/dotnet:2.1-sdk", "microsoft/dotnet", "mcr.microsoft.com/dotnet/sdk")]
    [InlineData("mcr.microsoft.com/dotnet/core/aspnet:3.1", "mcr.microsoft.com/dotnet/core/aspnet", "mcr.microsoft.com/dotnet/aspnet")]
    public void A_repository_that_was_given_up_has_successors(string image, string repository, string successor)
    {
        var deprecated = EndOfLife.FindDeprecated(ImageReference.Parse(image))!;

        deprecated.Repository.ShouldBe(repository);
        deprecated.Successors[0].ShouldBe(successor);
    }

    [Fact]
    public void Other_repositories_have_not_been_given_up() =>
        EndOfLife.FindDeprecated(ImageReference.Parse("eclipse-temurin:21")).ShouldBeNull();

    [Fact]
    public void Every_product_lists_its_cycles_newest_first_and_each_once()
    {
        foreach (var product in EndOfLifeData.Products)
        {
            var versions = product.Cycles
                .Where(c => !c.Name.StartsWith("stream", StringComparison.Ordinal))
                .Select(c => Version.Parse(c.Name.Contains('.') ? c.Name : c.Name + ".0"))
                .ToArray();

            product.Cycles.Select(c => c.Name).ShouldBeUnique();
            versions.SequenceEqual(versions.OrderDescending()).ShouldBeTrue(product.Name);
        }
    }
}
