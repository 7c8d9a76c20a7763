using System.Text;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Tests.Unit.Dockerfile;

public sealed class LosslessTreeTests
{
    [Theory]
    [InlineData("")]
    [InlineData("FROM alpine")]
    [InlineData("# syntax=docker/dockerfile:1\n# escape=`\n\n# hi\nFROM alpine AS a\r\nRUN a `\r\n  # note\r\n\r\n  && b `  \r\n  && c\r\n")]
    [InlineData("FROM a\nRUN <<EOF cat <<-'X'\none\nEOF\n\ttwo\n\tX\nCOPY --from=a \\\n --chown=1 \\\n\n a \\\n # x\n b\n")]
    [InlineData("\uFEFFFROM a\n ONBUILD \\\n RUN --mount=type=cache,target=/x \\\n  a\\\nb\n\\\n\\")]
    public void The_tokens_of_a_file_are_the_file(string text) => Print(Parse(text)).ShouldBe(text);

    private static DockerfileSyntax Parse(string text) => DockerfileSyntax.Parse(SourceText.From(text, "Dockerfile"));

    private static string Print(DockerfileSyntax syntax)
    {
        var text = new StringBuilder();
        foreach (var token in syntax.Tokens())
            text.Append(syntax.Source.AsSpan(token.Span));
        return text.ToString();
    }
}
