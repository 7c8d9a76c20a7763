using ContainerGuard.Compose;

namespace ContainerGuard.Tests.Unit.Compose;

/// <summary>Variables in compose files, as the specification has them (compose-spec, 12-interpolation.md), and the .env file.</summary>
public sealed class ComposeVariablesTests
{
    private const string Environment = """
        # a comment
        TAG=1.27 # the version
        EMPTY=
        export NAME = nginx
        SINGLE='a $TAG'
        DOUBLE="$NAME:${TAG}"
        OPEN="never closed
        =nothing
        UNKNOWN=${ELSEWHERE}
        """;

    [Theory]
    [InlineData("nginx", "nginx")]
    [InlineData("nginx:$TAG", "nginx:1.27")]
    [InlineData("nginx:${TAG}-alpine", "nginx:1.27-alpine")]
    [InlineData("$NAME", "nginx")]
    [InlineData("${SINGLE}", "a $TAG")]
    [InlineData("${DOUBLE}", "nginx:1.27")]
    [InlineData("${TAG:-2}", "1.27")]
    [InlineData("${EMPTY:-2}", "2")]
    [InlineData("${EMPTY-2}", "")]
    [InlineData("${MISSING-2}", "2")]
    [InlineData("${MISSING:-${TAG}}", "1.27")]
    [InlineData("${MISSING:-${OTHER:-3}}", "3")]
    [InlineData("${TAG:+-alpine}", "-alpine")]
    [InlineData("${MISSING:+-alpine}", "")]
    [InlineData("${TAG:?needed}", "1.27")]
    [InlineData("a$$b", "a$b")]
    [InlineData("$MISSING", null)]
    [InlineData("${MISSING}", null)]
    [InlineData("${MISSING:?needed}", null)]
    [InlineData("${OPEN}", null)]
    [InlineData("${UNKNOWN}", null)]
    [InlineData("${TAG", null)]
    [InlineData("$", null)]
    [InlineData("${}", null)]
    [InlineData("${:-a}", null)]
    [InlineData("${TAG:}", null)]
    [InlineData("${TAG/a/b}", null)]
    public void A_variable_has_the_value_of_the_file_or_its_default(string text, string? expected) =>
        ComposeVariables.Read(Environment).Expand(text).ShouldBe(expected);

    [Theory]
    [InlineData("${IMAGE:-nginx:1.27}", "nginx:1.27")]
    [InlineData("${IMAGE-nginx:1.27}", "nginx:1.27")]
    [InlineData("${TAG:-nginx:1.27}", null)]
    [InlineData("${IMAGE:-nginx:${TAG}}", null)]
    [InlineData("${IMAGE:-}", null)]
    [InlineData("${IMAGE:?nginx}", null)]
    [InlineData("${IMAGE}", null)]
    [InlineData("${IMAGE:-nginx}:1.27", null)]
    [InlineData("nginx", null)]
    public void The_literal_default_of_a_whole_text_is_found(string text, string? expected) =>
        (ComposeVariables.Read(Environment).DefaultOf(text) is { } span ? text.Substring(span.Start, span.Length) : null)
            .ShouldBe(expected);

    [Fact]
    public void Defaults_that_are_nested_without_end_have_no_value() =>
        ComposeVariables.None.Expand(string.Concat(Enumerable.Repeat("${A:-", 5_000)) + "a" + new string('}', 5_000)).ShouldBeNull();
}
