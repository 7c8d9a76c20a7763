using ContainerGuard.Packages.Contents;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Packages;

/// <summary>The packages of a folder: what could not be read is said.</summary>
public sealed class FolderPackagesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    [Fact]
    public void A_damaged_file_is_named_and_the_others_are_read()
    {
        _folder.Write("a/node_modules/left-pad/package.json", """{ "name": "left-pad", "version": "1.3.0" }""");
        _folder.Write("app.deps.json", "{ \"libraries\": ");

        var read = FolderPackages.Read(_folder.Path, TestContext.Current.CancellationToken);

        read.Packages.ShouldHaveSingleItem().Name.ShouldBe("left-pad");
        read.Unread.ShouldBe("1 file ('app.deps.json' cannot be read as a dependency manifest of .NET: it is not valid JSON)");
    }

    [Fact]
    public void More_files_than_the_limit_are_said()
    {
        for (var i = 0; i < 5; i++) _folder.Write($"p{i}/node_modules/a{i}/package.json", $$"""{ "name": "a{{i}}", "version": "1.0.0" }""");

        var read = FolderPackages.Read(_folder.Path, TestContext.Current.CancellationToken, mostFiles: 3);

        read.Packages.Count.ShouldBe(3);
        read.Unread!.ShouldEndWith("has more than 3 files. The packages of the others were not read)");
    }

    [Fact]
    public void A_folder_that_was_read_whole_has_nothing_to_say()
    {
        _folder.Write("a/node_modules/left-pad/package.json", """{ "name": "left-pad", "version": "1.3.0" }""");

        FolderPackages.Read(_folder.Path, TestContext.Current.CancellationToken).Unread.ShouldBeNull();
    }

    public void Dispose() => _folder.Dispose();
}
