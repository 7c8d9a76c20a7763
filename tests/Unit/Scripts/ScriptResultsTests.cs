using ContainerGuard.Scripts;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Scripts;

/// <summary>What ShellCheck found stays on the machine, by the content of a script.</summary>
public sealed class ScriptResultsTests : IDisposable
{
    private static readonly ShellCheckComment Comment = new(2, 1, 2, 3, "warning", 2086, "Double quote \"it\".\n");

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_check_finds_the_results_of_the_first()
    {
        var first = ScriptResults.Open(_folder.Path, "shellcheck 1");
        first.Add("a", [Comment, Comment]);
        first.Add("b", []);
        first.Save();

        var second = ScriptResults.Open(_folder.Path, "shellcheck 1");

        second.Find("a").ShouldBe([Comment, Comment]);
        second.Find("b").ShouldBe([]);
        second.Find("c").ShouldBeNull();
    }

    [Fact]
    public void A_later_check_adds_to_the_results()
    {
        foreach (var script in new[] { "a", "b" })
        {
            var results = ScriptResults.Open(_folder.Path, "shellcheck 1");
            results.Add(script, []);
            results.Save();
        }

        var read = ScriptResults.Open(_folder.Path, "shellcheck 1");
        read.Find("a").ShouldNotBeNull();
        read.Find("b").ShouldNotBeNull();
    }

    [Fact]
    public void Another_version_of_the_program_has_its_own_results_and_old_files_go()
    {
        for (var version = 0; version < 6; version++)
        {
            var results = ScriptResults.Open(_folder.Path, $"shellcheck {version}");
            results.Find("a").ShouldBeNull();
            results.Add("a", []);
            results.Save();
        }

        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Length.ShouldBe(4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"k\":1}")]
    [InlineData("{\"k\":[1,2]}")]
    [InlineData("{\"k\":[\"x\",2,3,4,5,6,7]}")]
    public void A_damaged_file_is_replaced(string text)
    {
        var first = ScriptResults.Open(_folder.Path, "shellcheck 1");
        first.Add("a", []);
        first.Save();
        File.WriteAllText(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Single(), text);

        var second = ScriptResults.Open(_folder.Path, "shellcheck 1");
        second.Find("a").ShouldBeNull();
        second.Add("a", [Comment]);
        second.Save();

        ScriptResults.Open(_folder.Path, "shellcheck 1").Find("a").ShouldBe([Comment]);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_only_costs_time()
    {
        var results = ScriptResults.Open(_folder.Write("file", "x"), "shellcheck 1");
        results.Add("a", []);

        results.Save();

        results.Find("a").ShouldBeNull();
    }
}
