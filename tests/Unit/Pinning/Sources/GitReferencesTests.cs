using System.Text;
using ContainerGuard.Pinning;
using static ContainerGuard.Tests.Unit.Pinning.Sources.SourceServer;

namespace ContainerGuard.Tests.Unit.Pinning.Sources;

/// <summary>The references that a Git server advertises.</summary>
public class GitReferencesTests
{
    private static readonly string Main = new('a', 40);
    private static readonly string Tag = new('b', 40);
    private static readonly string Tagged = new('c', 40);
    private static readonly string Branch = new('d', 40);

    private static GitReferences Read(byte[] body) => GitReferences.Read(new MemoryStream(body));

    private static GitReferences Read(string body) => Read(Encoding.ASCII.GetBytes(body));

    private static GitReferences Repository() => Read(Advertisement(
        ("HEAD", Main), ("refs/heads/main", Main), ("refs/heads/both", Branch), ("refs/tags/both", Tagged), ("refs/tags/v1", Tag),
        ("refs/tags/v1^{}", Tagged), ("refs/tags/light", Main)));

    [Theory]
    [InlineData("", 'a')]
    [InlineData("main", 'a')]
    [InlineData("refs/heads/main", 'a')]
    [InlineData("heads/main", 'a')]
    [InlineData("light", 'a')]
    [InlineData("v1", 'c')]
    [InlineData("refs/tags/v1", 'c')]
    [InlineData("both", 'd')]
    [InlineData("refs/tags/both", 'c')]
    public void A_reference_has_the_commit_that_BuildKit_checks_out(string reference, char commit) =>
        Repository().Find(reference).ShouldBe(new string(commit, 40));

    [Fact]
    public void A_reference_that_does_not_exist_has_no_commit()
    {
        Repository().Find("v2").ShouldBeNull();
        Read(Advertisement()).Find("").ShouldBeNull();
    }

    [Fact]
    public void A_tag_is_known_as_one_and_a_branch_of_the_same_name_comes_first()
    {
        var repository = Repository();

        repository.IsTag("v1").ShouldBeTrue();
        repository.IsTag("refs/tags/both").ShouldBeTrue();
        repository.IsTag("both").ShouldBeFalse();
        repository.IsTag("main").ShouldBeFalse();
    }

    [Fact]
    public void Version_1_of_the_protocol_and_commits_of_SHA_256_are_read()
    {
        var commit = new string('e', 64);

        Read(Line("# service=git-upload-pack\n") + "0000" + Line("version 1\n") + Line($"{commit} HEAD\0agent=x\n") + "0000").Find("")
            .ShouldBe(commit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Not found</html>")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\trefs/heads/main\n")]
    [InlineData("001e# service=git-upload-pack\n")]
    [InlineData("001e# service=git-upload-pack\n0000")]
    [InlineData("001e# service=git-upload-pack\n00000003")]
    [InlineData("001e# service=git-upload-pack\n0000fff1")]
    [InlineData("001e# service=git-upload-pack\n0000003faaaaaaaaaaaaaaaaaa")]
    [InlineData("001e# service=git-upload-pack\n0000000dnot a ref0000")]
    [InlineData("001e# service=git-upload-pack\n0000000bERR nodn0000")]
    [InlineData("001f# service=git-receive-pack\n0000")]
    public void Anything_else_is_refused_with_a_reason(string body) =>
        Should.Throw<InvalidDataException>(() => Read(body)).Message.ShouldNotBeEmpty();

    [Fact]
    public void Damaged_advertisements_are_refused_or_read_and_never_break_the_reader()
    {
        var body = Advertisement(("HEAD", Main), ("refs/heads/main", Main), ("refs/tags/v1", Tag));
        var random = new Random(20261129);
        for (var round = 0; round < 2_000; round++)
        {
            var damaged = body[..random.Next(body.Length)];
            for (var edits = random.Next(4); edits > 0 && damaged.Length > 0; edits--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                Read(damaged);
            }
            catch (InvalidDataException)
            {
                // The only failure that callers expect.
            }
        }
    }
}
