using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit;

/// <summary>The parts of <c>build/release.sh</c> that need no package.</summary>
public sealed class ReleaseTests
{
    [Fact]
    public async Task Everything_that_names_the_version_of_the_package_names_the_same()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The script of the release runs in bash.");

        (await Versions(RepositoryRoot.Path)).ShouldSucceed().Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_version_in_a_page_a_sample_the_extension_or_the_changelog_is_reported()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The script of the release runs in bash.");
        using var folder = new TemporaryDirectory();
        folder.Write("Directory.Build.props", "<Project><PropertyGroup><Version>1.2.3</Version></PropertyGroup></Project>");
        folder.Write("README.md", "<PackageReference Include=\"ContainerGuard\" Version=\"1.2.2\" /> and rev: v1.2.3\n");
        folder.Write("docs/a.md", "`<Project Sdk=\"ContainerGuard/1.2.3\" />`, containerguard@v1.2.3-beta.1\n");
        folder.Write("docs/changelog.md", "# Changelog\n\n## 1.2.4\n\n## 1.2.3\n");
        folder.Write("samples/Directory.Packages.props", "<PackageVersion Include=\"ContainerGuard\" Version=\"2.0.0\" />\n");
        folder.Write("src/Tool/VSCode/package.json", "{ \"version\": \"1.2.0\" }");

        var result = await Versions(folder.Path);

        result.ExitCode.ShouldBe(1, result.Output);
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ')[1]).Order(StringComparer.Ordinal).ShouldBe(
            ["README.md", "docs/a.md", "docs/changelog.md", "samples/Directory.Packages.props", "src/Tool/VSCode/package.json"]);
    }

    [Theory]
    [InlineData("## [Unreleased]\n\n### Added\n\n- One.\n\n## [1.2.2] - 2026-01-31\n", null)]
    [InlineData("## [Unreleased]\n\n## [1.2.3] - 2026-02-28\n\n### Fixed\n\n- One.\n\n## [1.2.2] - 2026-01-31\n", null)]
    [InlineData("## [1.2.3] - 2026-02-28\n\n- One.\n", "does not begin with the section '## [Unreleased]'")]
    [InlineData("## [Unreleased]\n\n- Two.\n\n## [1.2.3] - 2026-02-28\n\n- One.\n", "Raise the version in Directory.Build.props")]
    [InlineData("## [Unreleased]\n\n## [1.2.4] - 2026-03-31\n\n- Two.\n\n## [1.2.3] - 2026-02-28\n", "has a version after 1.2.3")]
    [InlineData("## [Unreleased]\n\n## [1.2.2] - 2026-01-31\n\n- One.\n", "nor a section of 1.2.3")]
    [InlineData("## [Unreleased]\n\n- One.\n\n## 1.2.2\n", "'## 1.2.2', which is not '## [version] - year-month-day'")]
    public async Task The_changelog_has_the_changes_of_the_next_version_or_of_this_one(string sections, string? problem)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The script of the release runs in bash.");
        using var folder = Folder("# Changelog\n\n" + sections);

        var result = await Versions(folder.Path);

        if (problem is null) result.ShouldSucceed();
        else result.Output.ShouldContain(problem);
    }

    [Fact]
    public async Task A_release_makes_the_unreleased_changes_those_of_the_version()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The script of the release runs in bash.");
        using var folder = Folder("""
            # Changelog

            ## [Unreleased]

            ### Added

            - Two.

            ## [1.2.2] - 2026-01-31

            - One.

            [Unreleased]: https://example.com/a/compare/v1.2.2...main
            [1.2.2]: https://example.com/a/releases/tag/v1.2.2

            """);

        (await Release("changelog", folder.Path, "2026-02-28")).ShouldSucceed();

        File.ReadAllText(folder.Combine("docs", "changelog.md")).ShouldBe("""
            # Changelog

            ## [Unreleased]

            ## [1.2.3] - 2026-02-28

            ### Added

            - Two.

            ## [1.2.2] - 2026-01-31

            - One.

            [Unreleased]: https://example.com/a/compare/v1.2.3...main
            [1.2.3]: https://example.com/a/releases/tag/v1.2.3
            [1.2.2]: https://example.com/a/releases/tag/v1.2.2

            """);
        (await Versions(folder.Path)).ShouldSucceed();
        (await Release("changelog", folder.Path, "2026-03-01")).Output.ShouldContain("has no changes in the section Unreleased");
    }

    /// <summary>A repository of version 1.2.3.</summary>
    private static TemporaryDirectory Folder(string changelog)
    {
        var folder = new TemporaryDirectory();
        folder.Write("Directory.Build.props", "<Project><PropertyGroup><Version>1.2.3</Version></PropertyGroup></Project>");
        folder.Write("README.md", "rev: v1.2.3\n");
        folder.Write("samples/Directory.Packages.props", "<PackageVersion Include=\"ContainerGuard\" Version=\"1.2.3\" />\n");
        folder.Write("src/Tool/VSCode/package.json", "{ \"version\": \"1.2.3\" }");
        folder.Write("docs/changelog.md", changelog);
        return folder;
    }

    private static Task<CommandResult> Versions(string folder) => Release("versions", folder);

    private static Task<CommandResult> Release(params string[] arguments) => Command.RunAsync(
        "bash", [RepositoryRoot.Combine("build", "release.sh"), .. arguments], RepositoryRoot.Path, DotNetCli.CleanEnvironment());
}
