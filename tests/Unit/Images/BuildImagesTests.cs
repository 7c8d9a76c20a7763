using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

public class BuildImagesTests
{
    [Theory]
    [InlineData(
        "mcr.microsoft.com/dotnet/sdk:10.0.302-noble", "'mcr.microsoft.com/dotnet/aspnet:10.0' (or 'runtime' for an app without HTTP)")]
    [InlineData("registry.corp/mcr/dotnet/sdk:10.0", "'mcr.microsoft.com/dotnet/aspnet:10.0' (or 'runtime' for an app without HTTP)")]
    [InlineData("node:24", "'node:24-slim'")]
    [InlineData("node:24-bookworm", "'node:24-bookworm-slim'")]
    [InlineData("node", "'node:<version>-slim'")]
    [InlineData("node:lts", "'node:lts-slim'")]
    [InlineData("python:3.14-trixie", "'python:3.14-slim-trixie'")]
    [InlineData("python:3-onbuild", "'python:3-slim'")]
    [InlineData("eclipse-temurin:21", "'eclipse-temurin:21-jre'")]
    [InlineData("eclipse-temurin:21-jdk-alpine", "'eclipse-temurin:21-jre-alpine'")]
    [InlineData("tomcat:11-jdk21", "'tomcat:11-jre21'")]
    [InlineData("openjdk:8-alpine", "'eclipse-temurin:8-jre'")]
    [InlineData("golang:1.26-alpine", "'gcr.io/distroless/static-debian13:nonroot' (or an alpine image)")]
    public void An_image_made_for_building_has_one_made_for_running(string image, string runImage) =>
        BuildImages.Find(ImageReference.Parse(image)).ShouldNotBeNull().RunImage.ShouldBe(runImage);

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0")]
    [InlineData("node:24-slim")]
    [InlineData("node:24-alpine3.23")]
    [InlineData("node:24-nanoserver")]
    [InlineData("python:3.14-slim-trixie")]
    [InlineData("eclipse-temurin:21-jre")]
    [InlineData("openjdk:8-jre-alpine")]
    [InlineData("mycorp/node:24")]
    [InlineData("alpine:3.24")]
    [InlineData("buildpack-deps:curl")]
    public void Any_other_image_is_not_judged(string image) => BuildImages.Find(ImageReference.Parse(image)).ShouldBeNull();
}
