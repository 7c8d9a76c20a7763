using ContainerGuard.Context;

namespace ContainerGuard.Tests.Unit.Context;

/// <summary>A pattern over a whole repository finds files that only have "Dockerfile" in their names.</summary>
public sealed class DockerfileNameTests
{
    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("Containerfile")]
    [InlineData("Dockerfile.dev")]
    [InlineData("api.Dockerfile")]
    [InlineData("api.dockerfile")]
    public void A_Dockerfile_has_one_of_these_names(string name)
    {
        DockerfileName.IsOne(name).ShouldBeTrue();
        DockerfileName.IsOther(new MemoryFileSystem((At(name), "FROM alpine")), At(name)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Dockerfile.md")]
    [InlineData("Dockerfile.rego")]
    [InlineData("Dockerfile.dockerignore")]
    [InlineData("dockerfile_test.go")]
    [InlineData("lint-Dockerfile.sh")]
    [InlineData("make_dockerfile.py")]
    [InlineData("DockerfileParser.cs")]
    [InlineData("dockerfile.json")]
    public void Texts_and_source_code_are_passed_over(string name) =>
        DockerfileName.IsOther(new MemoryFileSystem((At(name), "package main\n\nFROM alpine\n")), At(name)).ShouldBeTrue();

    /// <summary>Many repositories have one Dockerfile for each language.</summary>
    [Theory]
    [InlineData("Dockerfile.go", "# the service\nARG GO=1.25\nFROM golang:$GO\n")]
    [InlineData("Dockerfile.py", "\nFROM python:3.14\n")]
    [InlineData("Dockerfile.sh", "from alpine\n")]
    public void A_file_that_begins_as_a_Dockerfile_is_one_although_it_has_the_extension_of_a_language(string name, string text) =>
        DockerfileName.IsOther(new MemoryFileSystem((At(name), text)), At(name)).ShouldBeFalse();

    [Fact]
    public void A_file_that_cannot_be_read_is_left_to_the_check() =>
        DockerfileName.IsOther(new MemoryFileSystem(), At("Dockerfile.py")).ShouldBeFalse();

    private static string At(string name) => $"/repo/{name}";
}
