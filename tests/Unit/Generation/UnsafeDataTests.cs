using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>Data of items and manifests stays data in a Dockerfile.</summary>
public sealed class UnsafeDataTests
{
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
