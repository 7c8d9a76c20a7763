using System.Text.Json;
using System.Xml.Linq;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit;

/// <summary>The files <c>packages.lock.json</c>, from which CI restores.</summary>
public sealed class PackageLockTests
{
    /// <summary>The platforms of the packages that a build makes on each machine.</summary>
    private static readonly string[] Platforms = ["net10.0", "net8.0", "net10.0/linux-x64", "net10.0/any"];

    public static TheoryData<string> Projects { get; } =
    [
        .. new[] { "src", "tests" }.SelectMany(static folder =>
                Directory.EnumerateFiles(RepositoryRoot.Combine(folder), "*.csproj", SearchOption.AllDirectories))
            .Where(static path => !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            .Select(static path => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    private static Dictionary<string, string> Versions { get; } = XDocument.Load(RepositoryRoot.Combine("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .ToDictionary(static one => one.Attribute("Include")!.Value, static one => one.Attribute("Version")!.Value);

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_has_a_lock_file_with_the_versions_of_the_repository_a_hash_for_each_package_and_no_address(string project)
    {
        var text = File.ReadAllText(RepositoryRoot.Combine([.. project.Split('/')[..^1], "packages.lock.json"]));
        text.ShouldNotContain("://");
        using var file = JsonDocument.Parse(text);

        foreach (var platform in file.RootElement.GetProperty("dependencies").EnumerateObject())
        {
            Platforms.ShouldContain(platform.Name);
            foreach (var package in platform.Value.EnumerateObject())
            {
                if (package.Value.GetProperty("type").GetString() is "Project") continue;
                Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!).Length.ShouldBe(64, package.Name);
                if (package.Value.GetProperty("type").GetString() is "Direct")
                {
                    package.Value.GetProperty("resolved").GetString().ShouldBe(Versions[package.Name], package.Name);
                }
            }
        }
    }
}
