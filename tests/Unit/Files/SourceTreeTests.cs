using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Files;

/// <summary>A link in a repository does not lead a report or a lock file to a file elsewhere.</summary>
public sealed class SourceTreeTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly string _victim;

    public SourceTreeTests()
    {
        Directory.CreateDirectory(_folder.Combine("repo", ".git"));
        Directory.CreateDirectory(_folder.Combine("repo", "src"));
        Directory.CreateDirectory(_folder.Combine("home"));
        _victim = _folder.Combine("home", "authorized_keys");
        File.WriteAllText(_victim, "key");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../home/authorized_keys")]
    [InlineData("../home/new")]
    [InlineData("src/../../home/authorized_keys")]
    public void A_link_out_of_the_repository_is_not_followed(string target)
    {
        File.CreateSymbolicLink(_folder.Combine("repo", "findings.sarif"), target);

        Write("findings.sarif").ShouldNotBeNull().ShouldContain("out of the source tree");
        File.ReadAllText(_victim).ShouldBe("key");
        Directory.GetFiles(_folder.Combine("home")).ShouldBe([_victim]);
    }

    [Fact]
    public void An_absolute_link_and_a_chain_of_links_are_not_followed()
    {
        File.CreateSymbolicLink(_folder.Combine("repo", "b"), _victim);
        File.CreateSymbolicLink(_folder.Combine("repo", "a"), "b");

        Write("a").ShouldNotBeNull().ShouldContain("out of the source tree");
        File.ReadAllText(_victim).ShouldBe("key");
    }

    [Fact]
    public void A_linked_folder_leads_out_of_the_repository_as_well()
    {
        Directory.CreateSymbolicLink(_folder.Combine("repo", "reports"), "../home");

        Write("reports/findings.sarif").ShouldNotBeNull().ShouldContain("out of the source tree");
        Directory.GetFiles(_folder.Combine("home")).ShouldBe([_victim]);
    }

    [Fact]
    public void A_link_in_a_circle_is_one_sentence()
    {
        File.CreateSymbolicLink(_folder.Combine("repo", "a"), "b");
        File.CreateSymbolicLink(_folder.Combine("repo", "b"), "a");

        Write("a").ShouldNotBeNull().ShouldContain("a circular link");
    }

    [Fact]
    public void A_link_inside_the_repository_stays_and_its_target_is_written()
    {
        File.WriteAllText(_folder.Combine("repo", "shared.json"), "old");
        File.CreateSymbolicLink(_folder.Combine("repo", "src", "lock.json"), "../shared.json");

        Write("src/lock.json").ShouldBeNull();

        File.ReadAllText(_folder.Combine("repo", "shared.json")).ShouldBe("new");
    }

    [Fact]
    public void A_repository_behind_a_link_is_written()
    {
        Directory.CreateSymbolicLink(_folder.Combine("elsewhere"), "repo");

        TextFile.Write(_folder.Combine("elsewhere", "a.json"), Encoding.UTF8.GetBytes("new"), "report").ShouldBeNull();

        File.ReadAllText(_folder.Combine("repo", "a.json")).ShouldBe("new");
    }

    private string? Write(string path) =>
        TextFile.Write(_folder.Combine("repo", path), Encoding.UTF8.GetBytes("new"), "SARIF report");
}
