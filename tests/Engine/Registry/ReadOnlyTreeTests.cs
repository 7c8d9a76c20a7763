using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>
/// A source tree that cannot be written, as CI services and sandboxes mount it: what is built goes elsewhere, and the lock file is read.
/// </summary>
public sealed class ReadOnlyTreeTests(PublishedPackage package) : RegistryTest
{
    [Fact]
    public async Task What_is_locked_is_published_from_a_tree_that_cannot_be_written()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("mcr/dotnet/sdk", "10.0", Index);
        await registry.PushAsync("mcr/dotnet/aspnet", "10.0-noble-chiseled-extra", Index);
        using var workspace = package.NewRepository();
        using var elsewhere = new TemporaryDirectory();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");
        (await app.Publish("--artifacts-path", elsewhere.Combine("first"))).ShouldSucceed();
        var (files, requests) = (FilesOf(workspace), registry.Requests.Count);

        await using (await Close(workspace))
        {
            foreach (var locked in (string[])["true", "false"])
            {
                var published = await workspace.DotNet(
                    "publish", "app", "--artifacts-path", elsewhere.Combine(locked), $"-p:ContainerGuardLocked={locked}");

                published.ShouldSucceed().Diagnostics.ShouldBeEmpty();
                File.ReadAllText(elsewhere.Combine(locked, "obj", "app", "container", "Dockerfile"))
                    .ShouldContain($"{registry.Authority}/mcr/dotnet/sdk:10.0@{Index.Digest}");
            }
        }

        FilesOf(workspace).ShouldBe(files);
        registry.Requests.Count.ShouldBe(requests, "the lock file answers");
    }

    [Fact]
    public async Task What_is_not_locked_is_one_error_that_says_what_to_do()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("mcr/dotnet/sdk", "10.0", Index);
        await registry.PushAsync("mcr/dotnet/aspnet", "10.0-noble-chiseled-extra", Index);
        using var workspace = package.NewRepository();
        using var elsewhere = new TemporaryDirectory();
        workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr").Save();

        await using (await Close(workspace))
        {
            var published = await workspace.DotNet("publish", "app", "--artifacts-path", elsewhere.Path);

            var error = published.ShouldFail().Errors.ToArray().ShouldHaveSingleItem(published.Output);
            error.Code.ShouldBe("CG0005");
            error.Message.ShouldContain("the lock file cannot be written");
            error.Message.ShouldContain("ContainerGuardLocked");
        }
    }

    private static async Task<ReadOnlyFolder> Close(TestWorkspace workspace)
    {
        var closed = await ReadOnlyFolder.TryMakeAsync(workspace.Path);
        Assert.SkipWhen(closed is null, "this machine cannot make a folder read-only");
        return closed;
    }

    private static string[] FilesOf(TestWorkspace workspace) =>
        [.. Directory.GetFileSystemEntries(workspace.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
