using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tasks;

public sealed class ContextLocatorTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("all.sln")]
    [InlineData("all.slnx")]
    [InlineData(".git")]
    [InlineData(".git/HEAD")]
    public void The_nearest_folder_upward_with_a_solution_or_a_repository_is_the_context(string mark)
    {
        _folder.Write(mark, "");
        var project = Directory.CreateDirectory(_folder.Combine("src", "app")).FullName;

        new ContextLocator().Locate(project).ShouldBe(_folder.Path);
    }

    [Fact]
    public void The_nearer_of_two_wins()
    {
        _folder.Write("outer.sln", "");
        _folder.Write("src/inner.slnx", "");
        var project = Directory.CreateDirectory(_folder.Combine("src", "app")).FullName;

        new ContextLocator().Locate(project).ShouldBe(_folder.Combine("src"));
    }

    [Fact]
    public void Folders_without_a_mark_upward_are_their_own_contexts()
    {
        var locator = new ContextLocator();
        var one = Directory.CreateDirectory(_folder.Combine("one")).FullName;
        var other = Directory.CreateDirectory(_folder.Combine("other")).FullName;

        locator.Locate(one).ShouldBe(one);
        locator.Locate(other).ShouldBe(other);
    }

    [Fact]
    public void One_locator_tells_the_contexts_of_a_folder_and_of_folders_below_it_apart()
    {
        _folder.Write("outer.sln", "");
        _folder.Write("src/inner.slnx", "");
        var locator = new ContextLocator();

        locator.Locate(_folder.Combine("src")).ShouldBe(_folder.Combine("src"));
        locator.Locate(_folder.Combine("docs")).ShouldBe(_folder.Path);
        locator.Locate(_folder.Combine("src", "app")).ShouldBe(_folder.Combine("src"));
    }

    [Theory]
    [InlineData("app.slnf")]
    [InlineData("app.sln.bak")]
    public void Another_file_of_Visual_Studio_marks_no_context(string name)
    {
        _folder.Write("outer.sln", "");
        _folder.Write($"src/{name}", "");

        new ContextLocator().Locate(_folder.Combine("src")).ShouldBe(_folder.Path);
    }
}
