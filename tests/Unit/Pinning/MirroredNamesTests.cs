using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Pinning;

/// <summary>Docker Hub is mirrored at <c>registry.corp/hub</c> here.</summary>
public sealed class MirroredNamesTests
{
    private const string Digest = "sha256:72dd743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0";

    private static ImageMirrors Mirrors =>
        ImageMirrors.TryCreate([("docker.io", "registry.corp/hub")], out var mirrors, out var reason)
            ? mirrors
            : throw new ArgumentException(reason);

    [Theory]
    [InlineData($"FROM registry.corp/hub/library/node:24@{Digest} AS build\nRUN true\n", $"FROM node:24@{Digest} AS build\nRUN true\n")]
    [InlineData("FROM scratch\nCOPY --from=registry.corp/hub/grafana/loki:3 /a /a\n", "FROM scratch\nCOPY --from=grafana/loki:3 /a /a\n")]
    [InlineData("FROM registry.corp/mcr/dotnet/sdk:10.0\n", "FROM registry.corp/mcr/dotnet/sdk:10.0\n")]
    public void A_file_of_people_has_the_original_names(string before, string after) =>
        MirroredNames.Originals(SourceText.From(before, "Dockerfile"), Mirrors).ShouldBe(after);

    [Theory]
    [InlineData(false, "node:24-slim")]
    [InlineData(true, "node:${V}-slim")]
    public void A_builder_learns_where_the_images_are_that_the_file_names(bool asWritten, string variable)
    {
        var model = DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(
            $"# syntax=docker/dockerfile:1\nARG V=24\nFROM node:${{V}}-slim AS build\nFROM docker.io/library/nginx:1.29@{Digest}\n"
                + "COPY --from=build /a /a\nCOPY --from=quay.io/a/b:1 /b /b\n",
            "Dockerfile")));

        MirroredNames.In(model, Mirrors, asWritten).ShouldBe(
        [
            (variable, "registry.corp/hub/library/node:24-slim"),
            ($"docker.io/library/nginx:1.29@{Digest}", $"registry.corp/hub/library/nginx:1.29@{Digest}"),
        ]);
    }
}
