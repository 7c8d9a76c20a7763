using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The restore of this repository in CI, on a fresh copy.</summary>
public sealed class LockedRestoreTests(PublishedPackage package)
{
    [Theory]
    [InlineData("CI")]
    [InlineData("GITHUB_ACTIONS")]
    public async Task CI_restores_exactly_the_packages_of_the_lock_files(string variable)
    {
        using var clone = Clone();

        (await Restore(clone, variable)).ShouldSucceed();

        var props = clone.Combine("Directory.Packages.props");
        File.WriteAllText(props, File.ReadAllText(props).Replace(
            "Include=\"Shouldly\" Version=\"4.2.1\"", "Include=\"Shouldly\" Version=\"4.2.0\"", StringComparison.Ordinal));
        var changed = await Restore(clone, variable);
        changed.ExitCode.ShouldBe(1, changed.Output);
        changed.Output.ShouldContain("NU1004");
    }

    private static TemporaryDirectory Clone()
    {
        var clone = new TemporaryDirectory("containerguard");
        RepositoryCopy.To(
            clone.Path, "build", "src", "ContainerGuard.sln", "Directory.Build.props", "Directory.Build.targets",
            "Directory.Packages.props", "Directory.Solution.targets", "global.json", "NuGet.config", "tests/Directory.Build.props");
        foreach (var project in Directory.EnumerateDirectories(RepositoryRoot.Combine("tests")))
        {
            var name = Path.GetFileName(project);
            foreach (var file in Directory.EnumerateFiles(project, "*.csproj").Append(Path.Combine(project, "packages.lock.json")))
            {
                RepositoryCopy.To(clone.Path, $"tests/{name}/{Path.GetFileName(file)}");
            }
        }

        return clone;
    }

    private Task<CommandResult> Restore(TemporaryDirectory clone, string variable) => DotNetCli.RunAsync(
        clone.Path, ["restore", "-v", "quiet"], new Dictionary<string, string>(package.Environment) { [variable] = "true" });
}
