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

        ContextLocator.Locate(project).ShouldBe(_folder.Path);
    }

    [Fact]
    public void The_nearer_of_two_wins()
    {
        _folder.Write("outer.sln", "");
        _folder.Write("src/inner.slnx", "");
        var project = Directory.CreateDirectory(_folder.Combine("src", "app")).FullName;

        ContextLocator.Locate(project).ShouldBe(_folder.Combine("src"));
    }
}
