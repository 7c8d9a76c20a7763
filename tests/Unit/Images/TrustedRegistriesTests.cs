using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

public class TrustedRegistriesTests
{
    [Theory]
    [InlineData("docker.io", "node:24", true)]
    [InlineData("hub.docker.com", "grafana/loki", true)]
    [InlineData("index.docker.io/", "docker.io/grafana/loki", true)]
    [InlineData("docker.io/library", "node", true)]
    [InlineData("docker.io/library", "grafana/loki", false)]
    [InlineData("registry.corp", "registry.corp/a/b:1", true)]
    [InlineData("registry.corp", "REGISTRY.corp/a/b:1", true)]
    [InlineData("registry.corp", "registry.corp:5000/a", false)]
    [InlineData("registry.corp:5000", "registry.corp:5000/a", true)]
    [InlineData("registry.corp", "registry.corp.attacker.example/a", false)]
    [InlineData("*.corp.example", "a.b.corp.example/x", true)]
    [InlineData("*.corp.example", "corp.example/x", false)]
    [InlineData("*.corp.example", "evilcorp.example/x", false)]
    [InlineData("*.corp.example:5000", "a.corp.example:5000/x", true)]
    [InlineData("registry.corp/team", "registry.corp/team", true)]
    [InlineData("registry.corp/team", "registry.corp/team/x", true)]
    [InlineData("registry.corp/team", "registry.corp/teams/x", false)]
    [InlineData("[::1]:5000", "[::1]:5000/x", true)]
    [InlineData("localhost", "localhost/x", true)]
    [InlineData("*", "anything.example/x", true)]
    public void An_image_is_trusted_by_its_host_and_folder(string name, string image, bool isTrusted)
    {
        TrustedRegistries.TryCreate([name], out var trusted, out var reason).ShouldBeTrue(reason);

        trusted!.Trust(ImageReference.Parse(image)).ShouldBe(isTrusted);
    }

    [Theory]
    [InlineData("registry.corp/team", "", true)]
    [InlineData("registry.corp/team", "te", true)]
    [InlineData("registry.corp/team", "team/x", true)]
    [InlineData("registry.corp/team", "other", false)]
    public void What_is_not_known_of_a_repository_is_not_held_against_it(string name, string beginning, bool isTrusted)
    {
        TrustedRegistries.TryCreate([name], out var trusted, out _).ShouldBeTrue();

        trusted!.Trust("registry.corp", beginning, isWhole: false).ShouldBe(isTrusted);
    }

    [Fact]
    public void Without_a_list_everything_is_trusted() =>
        TrustedRegistries.Any.Trust(ImageReference.Parse("random.example/x")).ShouldBeTrue();

    [Theory]
    [InlineData(" ", "it is empty")]
    [InlineData("https://registry.corp", "scheme")]
    [InlineData("team", "must begin with a host")]
    [InlineData("team/app", "must begin with a host")]
    [InlineData("registry.*", "'*' is allowed only as the complete name")]
    [InlineData("*corp.example", "'*' is allowed only as the complete name")]
    [InlineData("*/team", "cannot have a folder")]
    [InlineData("registry.corp/team/app:1", "tag")]
    [InlineData("registry.corp:port", "port")]
    public void A_name_that_is_no_registry_is_refused(string name, string because)
    {
        TrustedRegistries.TryCreate(["docker.io", name], out _, out var reason).ShouldBeFalse();

        reason!.ShouldContain(because);
    }
}
