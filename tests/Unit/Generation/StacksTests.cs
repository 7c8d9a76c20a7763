using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>Each stack announces itself: its name, its manifests, how it is detected, its versions.</summary>
public sealed class StacksTests
{
    [Theory]
    [InlineData("go.mod", "go")]
    [InlineData("go.mod package.json pom.xml", "go")]
    [InlineData("pom.xml package.json Gemfile", "java")]
    [InlineData("build.gradle.kts index.html", "java")]
    [InlineData("build.gradle requirements.txt", "java")]
    [InlineData("Gemfile", "ruby")]
    [InlineData("Gemfile package.json config.ru", "ruby")]
    [InlineData("Gemfile package.json", "node")]
    [InlineData("pyproject.toml package.json", "python")]
    [InlineData("requirements.txt index.html", "python")]
    [InlineData("package.json index.html", "node")]
    [InlineData("package.json bun.lock", "node")]
    [InlineData("deno.json", "deno")]
    [InlineData("deno.jsonc package.json index.html", "deno")]
    [InlineData("deno.lock package.json", "deno")]
    [InlineData("deno.json package.json package-lock.json", "node")]
    [InlineData("index.html", "static")]
    [InlineData("readme.md", null)]
    public void The_manifests_beside_the_project_select_the_stack(string files, string? stack) =>
        Stacks.In(App.Disk([.. files.Split(' ').Select(static file => ($"shop/{file}", ""))]), "/repo/shop")?.Name.ShouldBe(stack);

    /// <summary>A manifest of a tool lies beside that of the application: documentation, deployment, tests in a browser.</summary>
    [Theory]
    [InlineData("pyproject.toml uv.lock package.json next.config.js src/pages/index.tsx docs/conf.py", "node")]
    [InlineData("Gemfile config.ru package.json src/server.ts", "ruby")]
    [InlineData("go.mod package.json src/app.js", "node")]
    [InlineData("go.mod main.go package.json src/app.js", "go")]
    [InlineData("requirements.txt package.json static/app.js shop/settings.py", "python")]
    [InlineData("pom.xml package.json src/main/webapp/app.ts src/main/java/org/example/shop/web/App.java", "java")]
    [InlineData("pom.xml package.json src/main/webapp/app.ts server/src/main/java/org/example/shop/App.java", "java")]
    [InlineData("Cargo.toml src/main.rs package.json web/app.ts", "rust")]
    [InlineData("pyproject.toml package.json node_modules/a/gyp.py src/app.js", "node")]
    public void Of_several_manifests_that_with_sources_selects_the_stack(string files, string stack) =>
        Stacks.In(App.Disk([.. files.Split(' ').Select(static file => ($"shop/{file}", ""))]), "/repo/shop")!.Name.ShouldBe(stack);

    [Fact]
    public void A_folder_without_a_manifest_has_no_stack() => Stacks.In(App.Disk(("shop/src/go.mod", "")), "/repo/shop").ShouldBeNull();

    [Fact]
    public void Names_are_unique_and_sorted()
    {
        Stacks.Names.ShouldBeUnique();
        Stacks.Names.ShouldBe(Stacks.Names.Order(StringComparer.Ordinal));
        Stacks.Names.ShouldContain("dotnet");
    }

    [Fact]
    public void An_unknown_stack_is_refused_with_the_known_ones() => App.Plan(App.Of("cobol")).Problem()
        .ShouldBe("ContainerGuard cannot generate a Dockerfile for the stack 'cobol'. "
            + $"Set ContainerGuardStack to {string.Join(", ", Stacks.Names.SkipLast(1))} or {Stacks.Names[^1]}.");

    public static TheoryData<string> Names => [.. Stacks.All.Select(static stack => stack.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stack_has_a_page_that_names_its_manifests(string name)
    {
        var stack = Stacks.All.Single(one => one.Name == name);

        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "stacks", $"{name}.md"));

        stack.Manifests.ShouldNotBeEmpty();
        foreach (var manifest in stack.Manifests) page.ShouldContain(manifest);
    }

    /// <summary>Fails when the support of a version has ended. Then the end-of-life table is to be brought up to date.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void No_stack_writes_for_a_version_that_has_ended(string name)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);

        Stacks.All.Single(one => one.Name == name).Versions.ShouldAllBe(version => !version.HasEnded(today));
    }

    [Fact]
    public void A_version_is_offered_while_it_has_half_a_year_of_support_left()
    {
        OfferedCycles.Of(EndOfLifeData.Python).Select(static cycle => cycle.Name).ShouldBe(["3.14", "3.13", "3.12", "3.11"]);
        OfferedCycles.Of(EndOfLifeData.Go).Select(static cycle => cycle.Name).ShouldBe(["1.27", "1.26"]);
        OfferedCycles.Of(EndOfLifeData.DotNet).Select(static cycle => cycle.Name).ShouldBe(["10"]);
    }
}
