using System.Diagnostics;
using ContainerGuard.Configuration;

namespace ContainerGuard.Tests.Unit.Configuration;

/// <summary>Sections of an .editorconfig, relative to its folder.</summary>
public sealed class EditorConfigPatternTests
{
    [Theory]
    [InlineData("*", "Dockerfile")]
    [InlineData("*", "src/api/Dockerfile")]
    [InlineData("Dockerfile", "Dockerfile")]
    [InlineData("Dockerfile", "src/api/Dockerfile")]
    [InlineData("*.Dockerfile", "docker/api.Dockerfile")]
    [InlineData("**/Dockerfile*", "Dockerfile.web")]
    [InlineData("**/Dockerfile*", "src/api/Dockerfile")]
    [InlineData("src/**/Dockerfile", "src/Dockerfile")]
    [InlineData("src/**/Dockerfile", "src/a/b/Dockerfile")]
    [InlineData("src/**", "src/a/b/Dockerfile")]
    [InlineData("/Dockerfile", "Dockerfile")]
    [InlineData("src/*/Dockerfile", "src/api/Dockerfile")]
    [InlineData("{Dockerfile,Containerfile}", "src/Containerfile")]
    [InlineData("{src,docker}/{a,b}/Dockerfile", "docker/b/Dockerfile")]
    [InlineData("{a,{b,c}}.Dockerfile", "c.Dockerfile")]
    [InlineData("{,web.}Dockerfile", "Dockerfile")]
    [InlineData("{one}", "{one}")]
    [InlineData("{open", "{open")]
    [InlineData("Dockerfile.{1..3}", "Dockerfile.2")]
    [InlineData("Dockerfile.{-3..3}", "Dockerfile.-2")]
    [InlineData("Dockerfile.[ab]", "Dockerfile.b")]
    [InlineData("Dockerfile.[a-c]", "Dockerfile.b")]
    [InlineData("Dockerfile.[!ab]", "Dockerfile.c")]
    [InlineData("Dockerfile.{3..1}", "Dockerfile.2")]
    [InlineData("Dockerfile.[]b]", "Dockerfile.]")]
    [InlineData("Dockerfile.[!]b]", "Dockerfile.c")]
    [InlineData("Dockerfile.?", "Dockerfile.x")]
    [InlineData("Docker\\*file", "Docker*file")]
    [InlineData("Docker[file", "Docker[file")]
    [InlineData("Docker]file", "Docker]file")]
    public void A_pattern_matches(string pattern, string path) => EditorConfigPattern.Parse(pattern).Matches(path).ShouldBeTrue();

    [Theory]
    [InlineData("*.cs", "Dockerfile")]
    [InlineData("Dockerfile", "Dockerfile.web")]
    [InlineData("Dockerfile", "dockerfile")]
    [InlineData("/Dockerfile", "src/Dockerfile")]
    [InlineData("//Dockerfile", "Dockerfile")]
    [InlineData("Dockerfile.[!]b]", "Dockerfile.]")]
    [InlineData("src/*/Dockerfile", "src/a/b/Dockerfile")]
    [InlineData("src/*/Dockerfile", "src/Dockerfile")]
    [InlineData("src/Dockerfile", "x/src/Dockerfile")]
    [InlineData("**/Dockerfile", "aDockerfile")]
    [InlineData("Dockerfile.{1..3}", "Dockerfile.4")]
    [InlineData("Dockerfile.{1..3}", "Dockerfile.12")]
    [InlineData("Dockerfile.[!ab]", "Dockerfile.a")]
    [InlineData("Dockerfile.?", "Dockerfile.")]
    [InlineData("Docker\\*file", "Dockerxfile")]
    [InlineData("a?b", "a/b")]
    public void A_pattern_does_not_match(string pattern, string path) => EditorConfigPattern.Parse(pattern).Matches(path).ShouldBeFalse();

    [Fact]
    public void No_pattern_is_slow()
    {
        var watch = Stopwatch.StartNew();

        EditorConfigPattern.Parse(string.Concat(Enumerable.Repeat("*a", 300))).Matches(new string('a', 2000) + "b").ShouldBeFalse();
        EditorConfigPattern.Parse(string.Concat(Enumerable.Repeat("{a,b}", 60))).Matches(new string('a', 60)).ShouldBeFalse();
        EditorConfigPattern.Parse(new string('{', 1000)).Matches("Dockerfile").ShouldBeFalse();
        EditorConfigPattern.Parse(new string('*', 100_000)).Matches("Dockerfile").ShouldBeFalse();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
