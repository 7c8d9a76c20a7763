using ContainerGuard.Reports;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>Paths of a report begin at the root of the repository.</summary>
public sealed class SourceRootTests
{
    [Theory]
    [InlineData("src/api", "src/api/Dockerfile")]
    [InlineData("src", "src/api/Dockerfile")]
    public void The_root_is_the_nearest_folder_with_git(string context, string expected)
    {
        using var folder = new TemporaryDirectory("repository");
        folder.Write(".git/HEAD", "");
        var project = Path.GetDirectoryName(folder.Write("src/api/api.csproj", ""))!;

        SourceRoot.Of(project, folder.Combine(context)).PathBelow(Path.Combine(project, "Dockerfile")).ShouldBe(expected);
    }

    [Fact]
    public void In_a_worktree_git_is_a_file()
    {
        using var folder = new TemporaryDirectory("repository");
        folder.Write(".git/HEAD", "");
        folder.Write("worktree/.git", "gitdir: ../.git/worktrees/worktree\n");
        var project = Path.GetDirectoryName(folder.Write("worktree/api/api.csproj", ""))!;

        SourceRoot.Of(project, project).PathBelow(Path.Combine(project, "Dockerfile")).ShouldBe("api/Dockerfile");
    }

    [Fact]
    public void Without_git_the_root_is_the_build_context()
    {
        using var folder = new TemporaryDirectory("no repository");
        var project = Path.GetDirectoryName(folder.Write("src/api/api.csproj", ""))!;

        SourceRoot.Of(project, folder.Combine("src")).PathBelow(Path.Combine(project, "Dockerfile")).ShouldBe("api/Dockerfile");
    }

    [Theory]
    [InlineData("/src", "file:///src/")]
    [InlineData("/", "file:///")]
    [InlineData("/my src/a#b", "file:///my%20src/a%23b/")]
    [InlineData("C:\\src\\shop", "file:///C:/src/shop/")]
    [InlineData("\\\\server\\share", "file://server/share/")]
    public void The_root_is_a_uri_that_ends_with_a_slash(string folder, string uri) => new SourceRoot(folder).Uri.ShouldBe(uri);

    [Theory]
    [InlineData("/source/Dockerfile")]
    [InlineData("/Dockerfile")]
    [InlineData("/src/../Dockerfile")]
    public void A_file_elsewhere_has_no_path_below_the_root(string file) => new SourceRoot("/src").PathBelow(file).ShouldBeNull();

    [Fact]
    public void A_name_that_begins_with_dots_is_below_the_root() =>
        new SourceRoot("/src").PathBelow("/src/..Dockerfile").ShouldBe("..Dockerfile");
}
