using System.IO.Compression;
using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>What is in the package, and nothing else.</summary>
public sealed partial class PackageTests(PublishedPackage package)
{
    [Fact]
    public void It_ships_exactly_the_assemblies_that_MSBuild_does_not_bring()
    {
        string[] assemblies =
        [
            "ContainerGuard.Tasks.dll", "DiffPlex.dll", "NuGet.Versioning.dll", "Polly.Core.dll", "Tomlyn.dll", "YamlDotNet.dll",
            "ZstdSharp.dll",
        ];

        Entries().Where(entry => entry.StartsWith("tasks/", StringComparison.Ordinal)).ShouldBe(
            [.. assemblies.Select(name => $"tasks/net10.0/{name}"), .. assemblies.Select(name => $"tasks/net10.0/linux-x64/{name}")],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("LICENSE")]
    [InlineData("THIRD-PARTY-NOTICES.txt")]
    [InlineData("icon.png")]
    [InlineData("Sdk/Sdk.props")]
    [InlineData("Sdk/Sdk.targets")]
    [InlineData("build/ContainerGuard.props")]
    [InlineData("build/ContainerGuard.targets")]
    [InlineData("buildMultiTargeting/ContainerGuard.targets")]
    [InlineData("buildTransitive/ContainerGuard.targets")]
    [InlineData("docs/rules/CG3001.md")]
    public void It_holds(string file) => Entries().ShouldContain(file);

    /// <summary>Pages that a person reads in the repository would only be a download.</summary>
    [Fact]
    public void It_holds_only_what_a_build_or_NuGet_reads() => Entries().Where(static entry => !ReadFile().IsMatch(entry)).ShouldBeEmpty();

    [Fact]
    public void It_holds_the_page_of_every_rule() =>
        Entries().Where(static entry => entry.StartsWith("docs/", StringComparison.Ordinal))
            .ShouldBe(Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "rules"), "CG*.md")
                .Select(static page => $"docs/rules/{Path.GetFileName(page)}"), ignoreOrder: true);

    [Fact]
    public void Its_metadata_is_complete_and_it_is_a_development_dependency_without_dependencies()
    {
        var nuspec = Read("ContainerGuard.nuspec");

        foreach (var element in new[]
        {
            "<license type=\"expression\">MIT", "<icon>", "<readme>", "<projectUrl>", "<releaseNotes>", "<tags>",
            "<repository type=\"git\"", "<developmentDependency>true",
        })
        {
            nuspec.ShouldContain(element);
        }

        nuspec.ShouldNotContain("<dependency ");
    }

    [Fact]
    public void It_is_a_dependency_and_an_SDK() =>
        PackageType().Matches(Read("ContainerGuard.nuspec")).Select(static match => match.Groups[1].Value).ShouldBe(
            ["Dependency", "MSBuildSdk"]);

    /// <summary>Assemblies of others, and data that is compiled into ours.</summary>
    [Fact]
    public void The_notices_name_everything_by_others_that_it_ships_with_the_text_of_its_license()
    {
        var notices = Read("THIRD-PARTY-NOTICES.txt");
        var assemblies = Entries().Where(static entry => entry.EndsWith(".dll", StringComparison.Ordinal)).Select(
            static entry => Path.GetFileNameWithoutExtension(entry))
            .Where(static name => !name.StartsWith("ContainerGuard.", StringComparison.Ordinal)).Distinct();

        foreach (var name in assemblies.Concat(["endoflife.date", "SPDX license list"])) notices.ShouldContain($"----\n{name}\n----");
        foreach (var license in new[]
        {
            "Apache License\n                           Version 2.0", "BSD 3-Clause License", "BSD 2-Clause License",
            "Permission is hereby granted, free of charge",
        })
        {
            notices.ShouldContain(license);
        }
    }

    /// <summary>The pages that a feed shows of the package and of the tool.</summary>
    [Theory]
    [InlineData("ContainerGuard", "README.md", "README.md")]
    [InlineData("ContainerGuard.Tool", "tool.md", "docs/tool.md")]
    public async Task The_links_of_its_README_work_outside_of_the_repository(string id, string name, string source)
    {
        if (id != "ContainerGuard") await package.InstalledToolAsync();
        var readme = Read(name, Path.Combine(id == "ContainerGuard" ? package.Feed : package.ToolFeed, $"{id}.{package.Version}.nupkg"));
        var links = Link().Matches(readme).Select(static match => match.Groups[1].Value).ToList();

        links.Count.ShouldBeGreaterThan(5);
        links.ShouldAllBe(static link => link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith('#'));
        const string Blob = "https://github.com/containerguard/containerguard/blob/main/";
        const string Raw = "https://raw.githubusercontent.com/containerguard/containerguard/main/";
        foreach (var host in (string[])[Blob, Raw])
        {
            var linked = links.Where(link => link.StartsWith(host, StringComparison.Ordinal)).ToList();
            linked.ShouldNotBeEmpty();
            linked.Select(link => RepositoryRoot.Combine(link[host.Length..].Split('#')[0]))
                .ShouldAllBe(path => File.Exists(path) || Directory.Exists(path));
        }

        // A page of GitHub around a picture is not a picture.
        links.Where(static link => link.EndsWith(".svg", StringComparison.Ordinal)).ShouldAllBe(static link => link.StartsWith(Raw));
        Link().Replace(readme, "").ShouldBe(Link().Replace(File.ReadAllText(RepositoryRoot.Combine(source)), ""));
    }

    /// <summary>
    /// The script looks at the files of packages and at the platform in the header of each compiled file, and runs the tool.
    /// </summary>
    [Fact]
    public async Task The_check_of_a_release_accepts_the_packages_and_names_a_platform_that_they_lack()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The script of the release runs in bash.");
        await package.InstalledToolAsync();

        (await Release("linux-x64")).ShouldSucceed().Output.ShouldBeEmpty();
        var lacking = await Release("linux-x64 osx-arm64");

        lacking.ExitCode.ShouldBe(1, lacking.Output);
        lacking.Output.ShouldContain("release: osx-arm64/ContainerGuard.Tasks.dll is missing in the package");

        Task<CommandResult> Release(string identifiers) => Command.RunAsync(
            "bash", [RepositoryRoot.Combine("build", "release.sh"), "check", package.ToolFeed, package.Version], RepositoryRoot.Path,
            new Dictionary<string, string>(DotNetCli.CleanEnvironment()) { ["RUNTIME_IDENTIFIERS"] = identifiers });
    }

    private string Read(string file, string? of = null)
    {
        using var archive = ZipFile.OpenRead(of ?? package.PackageFile);
        using var reader = new StreamReader(archive.GetEntry(file)!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private List<string> Entries()
    {
        using var archive = ZipFile.OpenRead(package.PackageFile);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    [GeneratedRegex(
        @"^((build|buildMultiTargeting|buildTransitive|Sdk)/[\w.]+\.(props|targets)|tasks/net10\.0/[\w./-]+\.dll|probe/ContainerGuard\.Probe\.(dll|runtimeconfig\.json)"
            + @"|build/ContainerGuard\.(targets\.buildschema\.json|PropertyPage\.xaml)"
            + @"|docs/rules/CG\d{4}\.md|README\.md|LICENSE|THIRD-PARTY-NOTICES\.txt|icon\.png|ContainerGuard\.nuspec|_rels/\.rels|\[Content_Types\]\.xml|package/.*\.psmdcp)$")]
    private static partial Regex ReadFile();

    [GeneratedRegex("<packageType name=\"([^\"]*)\"")]
    private static partial Regex PackageType();

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();
}
