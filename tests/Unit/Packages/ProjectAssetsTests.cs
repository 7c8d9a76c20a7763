using ContainerGuard.Packages.Readers.DotNet;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Packages;

/// <summary>The packages of a restored project, whose native program does not name them.</summary>
public sealed class ProjectAssetsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("linux-x64", "Microsoft.NETCore.App.Runtime.linux-x64")]
    [InlineData("linux-musl-x64", "Microsoft.NETCore.App.Runtime.linux-musl-x64")]
    [InlineData("", "Microsoft.NETCore.App.Runtime.linux-x64 Microsoft.NETCore.App.Runtime.linux-musl-x64")]
    [InlineData("debian.13-x64", "Microsoft.NETCore.App.Runtime.linux-x64 Microsoft.NETCore.App.Runtime.linux-musl-x64")]
    public void Of_several_runtime_packs_that_of_the_published_identifier_counts(string identifier, string expected)
    {
        var path = _folder.Write("project.assets.json", """
            {
              "targets": { "net10.0": {} },
              "project": { "frameworks": { "net10.0": { "downloadDependencies": [
                { "name": "Microsoft.NETCore.App.Runtime.linux-x64", "version": "[10.0.1, 10.0.1]" },
                { "name": "Microsoft.NETCore.App.Runtime.linux-musl-x64", "version": "[10.0.1, 10.0.1]" },
                { "name": "Microsoft.AspNetCore.App.Runtime.linux-x64", "version": "[10.0.1, 10.0.1]" }
              ] } } }
            }
            """);

        var packages = ProjectAssets.Read(path, "net10.0", identifier, hasRuntime: true)!.Packages;

        string.Join(' ', packages.Select(static package => package.Name)).ShouldBe(expected);
    }
}
