using ContainerGuard.Context;

namespace ContainerGuard.Tests.Unit.Context;

/// <summary>The context is the folder that has the sources of COPY, or the one that a compose file names.</summary>
public sealed class ContextChooserTests
{
    private const string Dockerfile = "/repo/svc/Dockerfile";

    [Fact]
    public void A_folder_that_alone_has_the_sources_is_the_context() =>
        Choose(["package.json", "src"], ("/repo/svc/package.json", ""), ("/repo/svc/src/a.js", ""))
            .ShouldBe(new ContextChoice("/repo/svc", IsCertain: true));

    [Fact]
    public void A_pattern_is_a_source_too() =>
        Choose(["*.csproj"], ("/repo/svc/a.csproj", ""), ("/repo/other.sln", "")).ShouldBe(new ContextChoice("/repo/svc", IsCertain: true));

    [Fact]
    public void The_root_of_the_repository_stays_the_context_where_it_has_the_sources() =>
        Choose(["svc/package.json"], ("/repo/svc/package.json", "")).ShouldBe(new ContextChoice("/repo", IsCertain: true));

    [Fact]
    public void Sources_that_several_folders_have_decide_nothing() =>
        Choose(["package.json"], ("/repo/package.json", ""), ("/repo/svc/package.json", ""))
            .ShouldBe(new ContextChoice("/repo", IsCertain: false));

    [Fact]
    public void The_whole_context_and_files_of_a_build_decide_nothing()
    {
        Choose(["", "*"], ("/repo/svc/package.json", "")).ShouldBe(new ContextChoice("/repo", IsCertain: false));
        Choose(["bin/Release/publish"], ("/repo/svc/bin/Release/publish/a.dll", "")).ShouldBe(new ContextChoice("/repo", IsCertain: false));
    }

    [Fact]
    public void Sources_that_no_folder_has_decide_nothing() =>
        Choose(["missing.txt"], ("/repo/svc/package.json", "")).ShouldBe(new ContextChoice("/repo", IsCertain: false));

    /// <summary>A solution beside the project is the most likely context, and the repository is above it.</summary>
    [Fact]
    public void The_repository_above_the_most_likely_folder_is_the_context_where_only_it_has_the_sources()
    {
        MemoryFileSystem files = new(
            ("/repo/.git/HEAD", ""), ("/repo/src/Api/Api.sln", ""), ("/repo/src/Api/Api.csproj", ""), ("/repo/src/Core/Core.csproj", ""));

        new ContextChooser(files, "/repo/src/Api").For("/repo/src/Api/Dockerfile", static () => ["src/Api", "src/Core"])
            .ShouldBe(new ContextChoice("/repo", IsCertain: true));
        new ContextChooser(files, "/repo/src/Api").For("/repo/src/Api/docker/Dockerfile", static () => ["src/Core"])
            .ShouldBe(new ContextChoice("/repo", IsCertain: true));
        new ContextChooser(files, "/repo/src/Api").For("/repo/src/Api/Dockerfile", static () => ["Api.csproj"])
            .ShouldBe(new ContextChoice("/repo/src/Api", IsCertain: true));
        new ContextChooser(files, "/repo/src/Api").For("/repo/src/Api/Dockerfile", static () => ["missing.txt"])
            .ShouldBe(new ContextChoice("/repo/src/Api", IsCertain: true));
    }

    /// <summary>The paths in an included file are relative to its own folder, as are its variables (compose-spec, 14-include.md).</summary>
    [Theory]
    [InlineData("include:\n  - infra/services.yaml\n")]
    [InlineData("include:\n  - path: [./infra/services.yaml]\n")]
    [InlineData("include: [infra/all.yaml]\n")]
    public void An_included_compose_file_of_another_folder_names_the_context(string compose) =>
        Choose(
            ["package.json"],
            ("/repo/compose.yaml", compose), ("/repo/infra/all.yaml", "include: [services.yaml]\n"),
            ("/repo/infra/services.yaml", "services:\n  web:\n    build:\n      context: ../${ROOT}\n      dockerfile: Dockerfile\n"),
            ("/repo/infra/.env", "ROOT=svc\n"), ("/repo/package.json", ""), ("/repo/svc/package.json", ""))
            .ShouldBe(new ContextChoice("/repo/svc", IsCertain: true, "infra/services.yaml"));

    [Fact]
    public void A_folder_between_can_be_the_context() =>
        new ContextChooser(
            new MemoryFileSystem(("/repo/apps/shop/package.json", ""), ("/repo/apps/shop/docker/nginx.conf", "")), "/repo")
            .For("/repo/apps/shop/docker/Dockerfile", static () => ["package.json", "docker/nginx.conf"])
            .ShouldBe(new ContextChoice("/repo/apps/shop", IsCertain: true));

    [Fact]
    public void An_ignore_file_beside_the_Dockerfile_shows_that_its_folder_is_the_context()
    {
        Choose([""], ("/repo/svc/.dockerignore", "")).ShouldBe(new ContextChoice("/repo/svc", IsCertain: true));
        Choose(["package.json"], ("/repo/svc/.dockerignore", ""), ("/repo/package.json", ""), ("/repo/svc/package.json", ""))
            .ShouldBe(new ContextChoice("/repo/svc", IsCertain: true));
    }

    [Fact]
    public void An_ignore_file_beside_the_Dockerfile_counts_less_than_the_sources() =>
        Choose(["svc/package.json"], ("/repo/svc/.dockerignore", ""), ("/repo/svc/package.json", ""))
            .ShouldBe(new ContextChoice("/repo", IsCertain: true));

    [Theory]
    [InlineData("services:\n  svc:\n    build: ./svc\n", "/repo/svc")]
    [InlineData("services:\n  svc:\n    build:\n      context: svc\n", "/repo/svc")]
    [InlineData("services:\n  svc:\n    build:\n      context: .\n      dockerfile: svc/Dockerfile\n", "/repo")]
    [InlineData("services:\n  svc:\n    build:\n      dockerfile: svc/Dockerfile\n", "/repo")]
    public void A_compose_file_names_the_context(string compose, string context) =>
        Choose(["package.json"], ("/repo/compose.yaml", compose), ("/repo/package.json", ""), ("/repo/svc/package.json", ""))
            .ShouldBe(new ContextChoice(context, IsCertain: true, "compose.yaml"));

    [Theory]
    [InlineData("services:\n  a:\n    build: ./svc\n  b:\n    build:\n      context: .\n      dockerfile: svc/Dockerfile\n")]
    [InlineData("services:\n  svc:\n    build: https://example.com/svc.git\n")]
    [InlineData("services:\n  svc:\n    build: ${SVC}\n")]
    [InlineData("services:\n  svc:\n    build: ./other\n")]
    [InlineData("services: [\n")]
    public void A_compose_file_that_does_not_tell_decides_nothing(string compose) =>
        Choose([], ("/repo/docker-compose.yml", compose)).ShouldBe(new ContextChoice("/repo", IsCertain: false));

    [Fact]
    public void A_Dockerfile_outside_of_the_repository_has_no_certain_context() =>
        new ContextChooser(new MemoryFileSystem(), "/repo").For("/elsewhere/Dockerfile", static () => ["a"])
            .ShouldBe(new ContextChoice("/repo", IsCertain: false));

    private static ContextChoice Choose(string[] sources, params (string, string)[] files) =>
        new ContextChooser(new MemoryFileSystem(files), "/repo").For(Dockerfile, () => sources);
}
