using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Generation.DotNet;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>Data of items and manifests stays data in a Dockerfile.</summary>
public sealed class UnsafeDataTests
{
    private static readonly DotNetProject Web = Project.Web();

    [Theory]
    [InlineData("A=1", "A=1")]
    [InlineData("A B", "A B")]
    [InlineData("A\"", "A\"")]
    [InlineData("$A", "$A")]
    [InlineData("A\nUSER 0", "A USER 0")]
    [InlineData("", "")]
    public void A_name_that_would_be_another_instruction_is_refused(string name, string shown)
    {
        Dictionary<string, string> pairs = new() { [name] = "1" };

        Message(Web with { ContainerEnvironmentVariables = pairs })
            .ShouldBe($"ContainerEnvironmentVariable has the invalid name '{shown}'.");
        Message(Web with { Labels = pairs }).ShouldBe($"ContainerLabel has the invalid name '{shown}'.");
    }

    [Theory]
    [InlineData("curl; id")]
    [InlineData("--allow-unauthenticated")]
    [InlineData("$(id)")]
    [InlineData("")]
    public void A_package_that_is_not_a_name_is_refused(string package)
    {
        StageExtras extras = new() { AptPackages = [package] };

        Message(Web with { FinalExtras = extras }).ShouldBe($"ContainerGuardAptPackage has the invalid name '{package}'.");
        Message(Web with { BuildExtras = extras }).ShouldBe($"ContainerGuardAptPackage has the invalid name '{package}'.");
    }

    [Theory]
    [InlineData("curl")]
    [InlineData("curl=8.14.1-2+deb13u2")]
    [InlineData("libc6:arm64=2.41-*")]
    [InlineData("nginx/trixie")]
    public void A_package_with_a_version_is_written(string package) =>
        Message(Web with { FinalExtras = new StageExtras { AptPackages = [package] } }).ShouldBeNull();

    [Theory]
    [InlineData("packages,type=secret")]
    [InlineData("a$b")]
    [InlineData("a\"b")]
    public void A_folder_that_a_mount_cannot_contain_is_refused(string folder) =>
        UnsafeData.In(DotNetPlanner.Answer(Web, RestoreInputs.Of(Web) with { FeedFolders = [folder] }))!.Message
            .ShouldBe($"The folder '{folder}' has a name that a --mount flag cannot contain.");

    [Fact]
    public void An_image_that_is_not_a_reference_is_refused() =>
        Problem(Web with { ContainerBaseImage = "debian:13 AS x" })!.Rule.ShouldBe(GuardCodes.InvalidReference);

    private static Problem? Problem(DotNetProject project) => UnsafeData.In(DotNetPlanner.Answer(project, RestoreInputs.Of(project)));

    private static string? Message(DotNetProject project) => Problem(project)?.Message;

    [Fact]
    public void Blanks_in_values_stay_and_line_breaks_do_not()
    {
        var text = new DockerfileWriter(new Dictionary<string, string>())
            .Pairs("ENV", new Dictionary<string, string> { ["A"] = "  x ", ["B"] = "y\r\nUSER 0\0" }).ToString();

        text.ShouldBe("ENV A=\"  x \" \\\n    B=\"y USER 0 \"\n");
    }

    [Theory]
    [InlineData("a\nb", "\"a b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("$(x)\n", "'$(x) '")]
    public void An_argument_of_a_command_stays_one_argument_on_one_line(string argument, string quoted) =>
        CommandLine.Quote(argument).ShouldBe(quoted);
}
