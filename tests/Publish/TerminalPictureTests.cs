using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>What the tool shows in a terminal, and the picture of it in the pages.</summary>
public sealed class TerminalPictureTests(PublishedPackage package)
{
    private const string Dockerfile = """
        FROM node:24
        WORKDIR /app
        COPY . .
        RUN npm install
        CMD npm start

        """;

    [Fact]
    public async Task The_picture_of_a_check_is_what_a_terminal_shows()
    {
        if (Terminal.WhyMissing is { } why)
        {
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1") Assert.Fail(why);
            Assert.Skip(why);
        }

        using var workspace = package.NewRepository();
        workspace.Write("Dockerfile", Dockerfile);
        workspace.Write("package.json", "{ \"name\": \"shop\", \"version\": \"1.0.0\" }");
        workspace.Write("package-lock.json", "{ \"name\": \"shop\", \"version\": \"1.0.0\", \"lockfileVersion\": 3 }");

        var screen = await Terminal.RunAsync(
            120, workspace.Path, [await package.InstalledToolAsync(), "check", "--shellcheck", "false"], package.Environment);

        screen.ExitCode.ShouldBe(1, screen.Text);
        TerminalPicture.ShouldShow("check", "containerguard check", screen.Coloured);
    }

    [Fact]
    public void A_picture_has_the_text_the_colours_and_no_other_sequence()
    {
        var svg = TerminalPicture.Of("a <b>", "\e[31;1merror\e[0m \e]8;;https://example.com\e\\link\e]8;;\e\\ \e[90mgrey\e[39m x&y");

        svg.ShouldContain(">a &lt;b&gt;</text>");
        svg.ShouldContain("fill=\"#f14c4c\" font-weight=\"bold\">error</text>");
        svg.ShouldContain("fill=\"#8a8a8a\">grey</text>");
        svg.ShouldContain(">x&amp;y</text>");
        svg.ShouldNotContain("\e");
        svg.ShouldNotContain("example.com");
    }

    /// <summary>The terminal wraps a line, and so does the picture.</summary>
    [Fact]
    public void A_line_that_is_longer_than_the_terminal_is_wrapped() =>
        TerminalPicture.Of("a", new string('x', 130)).ShouldContain($">{new string('x', 120)}</text>", Case.Sensitive);
}
