using System.IO.Compression;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>What is in the package, and nothing else.</summary>
public sealed class PackageTests(PublishedPackage package)
{
    [Fact]
    public void It_ships_exactly_the_assemblies_that_MSBuild_does_not_bring()
    {
        string[] assemblies = ["ContainerGuard.Tasks.dll", "DiffPlex.dll", "NuGet.Versioning.dll", "Polly.Core.dll"];

        Entries().Where(entry => entry.StartsWith("tasks/", StringComparison.Ordinal)).ShouldBe(
            [.. assemblies.Select(name => $"tasks/net10.0/{name}"), .. assemblies.Select(name => $"tasks/net10.0/linux-x64/{name}")], ignoreOrder: true);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("icon.png")]
    [InlineData("Sdk/Sdk.props")]
    [InlineData("Sdk/Sdk.targets")]
    [InlineData("build/ContainerGuard.props")]
    [InlineData("build/ContainerGuard.targets")]
    [InlineData("buildMultiTargeting/ContainerGuard.targets")]
    [InlineData("buildTransitive/ContainerGuard.targets")]
    [InlineData("docs/rules/CG3001.md")]
    public void It_holds(string file) => Entries().ShouldContain(file);

    [Fact]
    public void Its_metadata_is_complete_and_it_is_a_development_dependency_without_dependencies()
    {
        using var archive = ZipFile.OpenRead(package.PackageFile);
        using var reader = new StreamReader(archive.GetEntry("ContainerGuard.nuspec")!.Open());
        var nuspec = reader.ReadToEnd();

        foreach (var element in new[] { "<license type=\"expression\">MIT", "<icon>", "<readme>", "<projectUrl>", "<releaseNotes>", "<tags>", "<repository type=\"git\"", "<developmentDependency>true" })
        {
            nuspec.ShouldContain(element);
        }

        nuspec.ShouldNotContain("<dependency ");
    }

    private List<string> Entries()
    {
        using var archive = ZipFile.OpenRead(package.PackageFile);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
