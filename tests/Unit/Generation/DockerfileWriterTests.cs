using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>
/// Values with characters that a shell or BuildKit reads in another way: the model of the text has the same values again.
/// </summary>
public sealed class DockerfileWriterTests
{
    private static readonly string[] Awkward =
        ["plain", "two words", "tab\there", "it's", "\"quoted\"", "$HOME", "${A:-b}", "back\\slash", "back`tick", "C:\\data\\", "#1",
            "a;b|c&d", "*?[x]", "ü 東京", "ends with \\"];

    public static TheoryData<string, char> Values => [.. Awkward.SelectMany(static value => new[] { (value, '\\'), (value, '`') })];

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_read_as_it_was_written(string value, char escape)
    {
        var file = new DockerfileWriter(new Dictionary<string, string>(), escape);
        file.From("scratch", "final").Pairs("ENV", new Dictionary<string, string> { ["NAME"] = value })
            .Pairs("LABEL", new Dictionary<string, string> { ["a.b"] = value });
        file.Exec("ENTRYPOINT", ["/app", value]);

        var image = GeneratedImage.Of((escape == '`' ? "# escape=`\n" : "") + file);

        image.Variable("NAME").ShouldBe(value);
        image.Label("a.b").ShouldBe(value);
        image.Entrypoint.ShouldBe(["/app", value]);
    }

    [Fact]
    public void A_line_break_cannot_add_an_instruction()
    {
        var file = new DockerfileWriter(new Dictionary<string, string>());
        file.From("scratch", "final")
            .Comment("One.\nUSER 0").Pairs("ENV", new Dictionary<string, string> { ["NAME"] = "one\r\nUSER 0" }).Workdir("/a\nUSER 0");
        file.Copy(new CopyStep(["a\nUSER 0"], "/b/"));

        var image = GeneratedImage.Of(file.ToString());

        image.User.ShouldBeNull();
        image.Variable("NAME").ShouldBe("one USER 0");
        image.WorkingDirectory.ShouldBe("/a USER 0");
    }

    [Fact]
    public void The_pins_belong_to_the_writer()
    {
        var file = new DockerfileWriter(new Dictionary<string, string> { ["node:24"] = "mirror/node:24@sha256:1" });

        file.From("node:24", "build", onBuilder: true).From("node:22", "final").ToString()
            .ShouldBe("FROM --platform=$BUILDPLATFORM mirror/node:24@sha256:1 AS build\nFROM node:22 AS final\n");
    }

    [Theory]
    [InlineData("MY VAR")]
    [InlineData("A=B")]
    [InlineData("A\nB")]
    [InlineData("")]
    public void A_variable_without_a_valid_name_is_refused(string name) => App.Plan(
        App.Of("static") with { ContainerEnvironmentVariables = new Dictionary<string, string> { [name] = "1" } },
        ("shop/index.html", "")).Problem().ShouldNotBeNull().ShouldStartWith(
            $"ContainerEnvironmentVariable '{name}' is not a name of a variable. ");
}
