using ContainerGuard.Generation.DotNet;
using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

public sealed class BaseImagesTests
{
    private const string Repository = "mcr.microsoft.com/dotnet/";

    [Theory]
    [InlineData("net10.0", "sdk:10.0", "aspnet:10.0-noble-chiseled-extra")]
    [InlineData("net8.0", "sdk:10.0", "aspnet:8.0-noble-chiseled-extra")]
    [InlineData("net11.0", "sdk:11.0", "aspnet:11.0-resolute-chiseled-extra")]
    [InlineData("net6.0", "sdk:10.0", "aspnet:6.0")]
    [InlineData("netcoreapp3.1", "sdk:10.0", "aspnet:3.1")]
    public void The_framework_decides_the_tags(string moniker, string build, string final) =>
        For(Project.Web() with { TargetFramework = TargetFramework.Parse(moniker) }).ShouldBe([Repository + build, Repository + final]);

    [Fact]
    public void Invariant_globalization_needs_no_ICU() =>
        For(Project.Console() with { InvariantGlobalization = true })[1].ShouldBe(Repository + "runtime:10.0-noble-chiseled");

    [Theory]
    [InlineData("noble-chiseled", "sdk:10.0", "aspnet:10.0-noble-chiseled-extra")]
    [InlineData("noble-chiseled-extra", "sdk:10.0", "aspnet:10.0-noble-chiseled-extra")]
    [InlineData("azurelinux3.0-distroless", "sdk:10.0", "aspnet:10.0-azurelinux3.0-distroless-extra")]
    [InlineData("noble", "sdk:10.0", "aspnet:10.0-noble")]
    [InlineData("alpine", "sdk:10.0-alpine", "aspnet:10.0-alpine-extra")]
    [InlineData("noble-chiseled-composite", "sdk:10.0", "aspnet:10.0-noble-chiseled-composite-extra")]
    public void ContainerFamily_decides_the_variant(string family, string build, string final) =>
        For(Project.Web() with { ContainerFamily = family }).ShouldBe([Repository + build, Repository + final]);

    [Fact]
    public void ContainerBaseImage_is_taken_as_it_is() =>
        For(Project.Web() with { ContainerBaseImage = "registry.corp/aspnet:10@sha256:11", ContainerFamily = "alpine" })[1].ShouldBe(
            "registry.corp/aspnet:10@sha256:11");

    [Fact]
    public void A_musl_runtime_identifier_runs_on_alpine() =>
        For(Project.Web() with { RuntimeIdentifier = "linux-musl-x64" }).ShouldBe(
            [Repository + "sdk:10.0-alpine", Repository + "aspnet:10.0-alpine-extra"]);

    [Fact]
    public void Alpine_without_cultures_needs_no_ICU_either() =>
        For(Project.Web() with { ContainerFamily = "alpine", InvariantGlobalization = true })[1].ShouldBe(
            Repository + "aspnet:10.0-alpine");

    [Fact]
    public void A_self_contained_app_brings_its_runtime() =>
        For(Project.Web() with { IsSelfContained = true })[1].ShouldBe(Repository + "runtime-deps:10.0-noble-chiseled-extra");

    [Theory]
    [InlineData("", "sdk:10.0-noble-aot", "runtime-deps:10.0-noble-chiseled-extra")]
    [InlineData("alpine", "sdk:10.0-alpine-aot", "runtime-deps:10.0-alpine-extra")]
    [InlineData("alpine3.24", "sdk:10.0-alpine3.24-aot", "runtime-deps:10.0-alpine3.24-extra")]
    [InlineData("azurelinux3.0-distroless", "sdk:10.0-azurelinux3.0-aot", "runtime-deps:10.0-azurelinux3.0-distroless-extra")]
    [InlineData("resolute-chiseled", "sdk:10.0-resolute-aot", "runtime-deps:10.0-resolute-chiseled-extra")]
    public void Native_AOT_is_built_on_the_C_library_it_runs_on(string family, string build, string final) =>
        For(Project.Web() with { IsSelfContained = true, PublishAot = true, ContainerFamily = family }).ShouldBe(
            [Repository + build, Repository + final]);

    [Theory]
    [InlineData("10.0.302", "", "10.0.302")]
    [InlineData("10.0.302", "latestPatch", "10.0.302")]
    [InlineData("10.0.302", "disable", "10.0.302")]
    [InlineData("10.0.302", "latestFeature", "10.0")]
    [InlineData("10.0.100", "latestMajor", "10.0")]
    [InlineData("11.0.100-preview.4.26230.115", "", "11.0.100-preview.4")]
    public void The_SDK_is_the_one_that_global_json_asks_for(string version, string rollForward, string tag)
    {
        var globalJson = GlobalJson.Parse($$"""{ /* ours */ "sdk": { "version": "{{version}}", "rollForward": "{{rollForward}}", } }""");

        BaseImages.For(Project.Web(), globalJson).Build.Reference.ShouldBe($"{Repository}sdk:{tag}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"sdk\": {} }")]
    [InlineData("{ \"sdk\": { \"version\": 10 } }")]
    [InlineData("{ \"msbuild-sdks\": { \"A\": \"1.0.0\" } }")]
    public void A_global_json_that_pins_nothing_changes_nothing(string text) => GlobalJson.Parse(text).ShouldBeNull();

    private static IReadOnlyList<string> For(DotNetProject project) => BaseImages.For(project, globalJson: null).References;
}
