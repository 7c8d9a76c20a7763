using ContainerGuard.Dockerfile;
using ContainerGuard.Pinning;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Pinning.Sources;

/// <summary>What ADD gets from the network.</summary>
public class RemoteSourceTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("app.tar.gz")]
    [InlineData("./https://example.com/x")]
    [InlineData("ftp://example.com/x")]
    public void A_source_of_the_context_is_not_one(string address) => RemoteSource.Parse(address).ShouldBeNull();

    [Theory]
    [InlineData("https://example.com/tool.tgz?v=1#part", "https://example.com/tool.tgz?v=1#part")]
    [InlineData("https://example.com/a.git", "git://example.com/a.git")]
    [InlineData("https://example.com:8443/x/a.git#main", "git://example.com:8443/x/a.git#main")]
    [InlineData("https://example.com/a.git#v1:lib/x", "git://example.com/a.git#v1:lib/x")]
    [InlineData("https://example.com/a.git#:/lib", "git://example.com/a.git#:lib")]
    public void A_source_has_the_name_that_policies_of_BuildKit_match(string address, string identifier) =>
        RemoteSource.Parse(address)!.Identifier.ShouldBe(identifier);

    [Theory]
    [InlineData("https://example.com/a.git", "git://example.com/a.git#" + Commit, "https://example.com/a.git#" + Commit)]
    [InlineData(
        "https://example.com/a.git#v1:lib", "git://example.com/a.git#" + Commit + ":lib", "https://example.com/a.git#" + Commit + ":lib")]
    public void A_commit_takes_the_place_of_the_reference(string address, string identifier, string written)
    {
        RemoteSource.Parse(address)!.IdentifierAt(Commit).ShouldBe(identifier);
        RemoteSource.Parse(address)!.AddressAt(Commit).ShouldBe(written);
    }

    [Theory]
    [InlineData("git@github.com:a/b.git#main", "HTTPS")]
    [InlineData("ssh://git@example.com/a.git", "HTTPS")]
    [InlineData("git://example.com/a.git", "HTTPS")]
    [InlineData("https://user:secret@example.com/tool", "password")]
    [InlineData("https://token@example.com/a.git#main", "password")]
    [InlineData("https://example.com/a.git?ref=main", "query")]
    [InlineData("https://example.com/*.tgz", "character")]
    [InlineData("https://date.example.com", "no path")]
    public void A_source_that_cannot_be_locked_has_a_reason_without_its_password(string address, string reason)
    {
        var source = RemoteSource.Parse(address)!;

        source.Problem!.ShouldContain(reason);
        source.Shown.ShouldNotContain("secret");
        source.Shown.ShouldNotContain("token");
    }

    [Theory]
    [InlineData("https://example.com/a.git#" + Commit, true)]
    [InlineData("https://example.com/a.git#" + Commit + ":lib", true)]
    [InlineData("https://example.com/a.git#0123456", false)]
    [InlineData("https://example.com/a#" + Commit, false)]
    public void A_whole_commit_fixes_a_repository(string address, bool isFixed) =>
        RemoteSource.Parse(address)!.IsFixed.ShouldBe(isFixed);

    [Fact]
    public void Variables_have_the_values_of_the_default_build_and_unknown_ones_leave_a_source_out()
    {
        var model = DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(
            """
            FROM scratch
            ARG VERSION=1.2
            ARG OTHER
            ADD https://example.com/${VERSION}.tgz local /
            ADD ["https://example.com/json.tgz", "/"]
            ADD https://example.com/${OTHER}.tgz /
            COPY a /b
            ONBUILD ADD https://example.com/trigger.tgz /
            """, "Dockerfile")));

        RemoteSourceUse.In(model).Select(static use => use.Source.Address).ShouldBe(
            ["https://example.com/1.2.tgz", "https://example.com/json.tgz", "https://example.com/trigger.tgz"]);
    }
}
