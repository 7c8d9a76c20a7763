using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>One property for the dry run of every target that changes people's files; the older ones of single targets win.</summary>
public sealed class DryRunTests(PublishedPackage package)
{
    private const string Before = "FROM scratch\nENV A b\nUSER 10001\n";

    [Theory]
    [InlineData(true, "-p:ContainerGuardDryRun=on")]
    [InlineData(true, "-p:ContainerGuardFixDryRun=true")]
    [InlineData(false, "-p:ContainerGuardDryRun=true", "-p:ContainerGuardFixDryRun=false")]
    public async Task A_fix_shows_the_difference(bool isDry, params string[] properties)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Before);

        var result = (await app.Target("ContainerGuardFix", ["-p:ContainerGuardFixRules=CG1016", .. properties])).ShouldSucceed();

        result.Output.Contains("+ENV A=b", StringComparison.Ordinal).ShouldBe(isDry);
        app.Read("Dockerfile").ShouldBe(isDry ? Before : Before.Replace("A b", "A=b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_eject_shows_the_files()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();

        var result = (await app.Target("ContainerGuardEject", "-p:ContainerGuardDryRun=true")).ShouldSucceed();

        result.Output.ShouldContain("+++ b/Dockerfile");
        result.Output.ShouldContain("+++ b/Dockerfile.dockerignore");
        File.Exists(app.Combine("Dockerfile")).ShouldBeFalse();
    }
}
