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

    private static Task<CommandResult> Versions(string folder) => Command.RunAsync(
        "bash", [RepositoryRoot.Combine("build", "release.sh"), "versions", folder], RepositoryRoot.Path, DotNetCli.CleanEnvironment());
}
