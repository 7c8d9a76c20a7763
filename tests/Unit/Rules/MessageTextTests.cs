using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>A quotation in a message is one line of at most 80 characters.</summary>
public class MessageTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("node server.js", "node server.js")]
    [InlineData(" node \\\n\t server.js\r\n", "node \\ server.js")]
    public void A_short_text_is_put_on_one_line(string text, string expected) => MessageText.Cut(text).ShouldBe(expected);

    [Theory]
    [InlineData(80, 80, false)]
    [InlineData(81, 80, true)]
    [InlineData(5_000, 80, true)]
    public void A_long_text_is_cut_after_80_characters(int length, int kept, bool isCut) =>
        MessageText.Cut(new string('x', length)).ShouldBe(new string('x', kept) + (isCut ? "…" : ""));

    [Fact]
    public void A_pair_of_surrogates_is_not_split() => MessageText.Cut(new string('x', 79) + "😀😀").ShouldBe(new string('x', 79) + "…");

    [Fact]
    public void A_space_before_the_ellipsis_is_removed() => MessageText.Cut(new string('x', 79) + " y").ShouldBe(new string('x', 79) + "…");

    [Theory]
    [InlineData("CMD node server.js {0}", "CG6001")]
    [InlineData("CMD [\"node\", \"server.js\", \"{0}\"]", "CG6003")]
    [InlineData("RUN cd /{0}", "CG6011")]
    [InlineData("RUN cd /{0} && cd /", "CG6011")]
    [InlineData("ENV NODE_ENV={0}\nCMD [\"node\", \"server.js\"]", "CG6004")]
    [InlineData("ADD {0} /", "CG7001")]
    [InlineData("LABEL org.opencontainers.image.url={0}", "CG9005")]
    [InlineData("LABEL A{0}=x", "CG9001")]
    public void A_message_quotes_the_beginning_of_a_long_text(string instruction, string rule)
    {
        var text = string.Concat(Enumerable.Repeat("abcdefghi-", 40));

        var message = Check.Finding($"FROM node:24\n{instruction.Replace("{0}", text, StringComparison.Ordinal)}\n", rule).Message;

        message.ShouldContain("abcdefghi-abcdefghi-");
        message.ShouldContain("…");
        message.Length.ShouldBeLessThan(280);
    }
}
