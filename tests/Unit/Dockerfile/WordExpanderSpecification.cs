using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Dockerfile;

public sealed class WordExpanderSpecification
{
    private static readonly Variables Known = new(new()
    {
        ["A"] = "one",
        ["EMPTY"] = "",
        ["PATTERN"] = "a/b/c.tar.gz",
        ["TWO"] = "x  y",
    });

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$A", "one")]
    [InlineData("${A}", "one")]
    [InlineData("x$A-$A.", "xone-one.")]
    [InlineData("$AB", "")]
    [InlineData("$", "$")]
    [InlineData("a$ b", "a$ b")]
    [InlineData("$/x", "$/x")]
    [InlineData("$1x", "x")]
    [InlineData("\\$A", "$A")]
    [InlineData("\\a\\\\b", "a\\b")]
    [InlineData("a\\", "a")]
    [InlineData("'$A'", "$A")]
    [InlineData("'a\\'", "a\\")]
    [InlineData("\"$A\"", "one")]
    [InlineData("\"\\$A \\\" \\\\ \\n\"", "$A \" \\ \\n")]
    [InlineData("a\"b\"'c'd", "abcd")]
    [InlineData("a  b", "a  b")]
    [InlineData("<<x", "<<x")]
    public void Names_quotes_and_escapes(string word, string expected) => Expand(word).Text.ShouldBe(expected);

    [Theory]
    [InlineData("${A:-x}", "one")]
    [InlineData("${NONE:-x}", "x")]
    [InlineData("${EMPTY:-x}", "x")]
    [InlineData("${EMPTY-x}", "")]
    [InlineData("${NONE-x}", "x")]
    [InlineData("${NONE:-$A$A}", "oneone")]
    [InlineData("${NONE:-${OTHER:-'x y'}}", "x y")]
    [InlineData("a${NONE:-b}c", "abc")]
    [InlineData("${NONE:-}", "")]
    [InlineData("${A:+x}", "x")]
    [InlineData("${EMPTY:+x}", "")]
    [InlineData("${EMPTY+x}", "x")]
    [InlineData("${NONE+x}", "")]
    [InlineData("${A:?x}", "one")]
    [InlineData("\"${NONE:-\"x\"}\"", "x")]
    public void Defaults_and_alternatives(string word, string expected) => Expand(word).Text.ShouldBe(expected);

    [Theory]
    [InlineData("${PATTERN#*/}", "b/c.tar.gz")]
    [InlineData("${PATTERN##*/}", "c.tar.gz")]
    [InlineData("${PATTERN%.*}", "a/b/c.tar")]
    [InlineData("${PATTERN%%.*}", "a/b/c")]
    [InlineData("${PATTERN#?/}", "b/c.tar.gz")]
    [InlineData("${PATTERN#x}", "a/b/c.tar.gz")]
    [InlineData("${PATTERN%}", "a/b/c.tar.gz")]
    [InlineData("${PATTERN/b/x}", "a/x/c.tar.gz")]
    [InlineData("${PATTERN/\\//-}", "a-b/c.tar.gz")]
    [InlineData("${PATTERN//\\//-}", "a-b-c.tar.gz")]
    [InlineData("${PATTERN/a*c/x}", "x.tar.gz")]
    [InlineData("${PATTERN/none/x}", "a/b/c.tar.gz")]
    [InlineData("${PATTERN//a/}", "/b/c.tr.gz")]
    [InlineData("${NONE#x}", "")]
    public void Patterns(string word, string expected) => Expand(word).Text.ShouldBe(expected);

    [Theory]
    [InlineData("'a", "single quote")]
    [InlineData("\"a", "double quote")]
    [InlineData("${A", "closing '}'")]
    [InlineData("${", "closing '}'")]
    [InlineData("${A:-x", "closing '}'")]
    [InlineData("${A/x", "'/'")]
    [InlineData("${A/x/y", "closing '}'")]
    [InlineData("${}", "name must follow")]
    [InlineData("${:-x}", "name must follow")]
    [InlineData("${A:0:1}", "':0'")]
    [InlineData("${A:#x}", "':#'")]
    [InlineData("${A^}", "'^'")]
    [InlineData("${NONE:?}", "must be set")]
    [InlineData("${EMPTY:?}", "must not be empty")]
    [InlineData("${NONE:?say why}", "say why")]
    [InlineData("${A#\\x}", "not a valid pattern")]
    public void What_cannot_be_expanded(string word, string reason)
    {
        var expansion = Expand(word);

        expansion.Text.ShouldBe("");
        expansion.Error.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public void With_a_backtick_a_backslash_is_a_letter()
    {
        WordExpander.Expand("c:\\`$A\\$A", '`', Known).Text.ShouldBe("c:\\$A\\one");
    }

    [Fact]
    public void Used_and_undefined_variables_are_told()
    {
        var expansion = Expand("$A $NONE ${OTHER:-$A} $NONE");

        expansion.Used.ShouldBe(["A"]);
        expansion.Undefined.ShouldBe(["NONE", "OTHER"]);
    }

    [Fact]
    public void What_may_be_set_elsewhere_makes_the_text_unknown()
    {
        Expand("$NONE").IsKnown.ShouldBeTrue();
        WordExpander.Expand("$NONE", '\\', new Variables([]) { MayHaveOthers = true }).IsKnown.ShouldBeFalse();
        WordExpander.Expand("'$NONE'", '\\', new Variables([]) { MayHaveOthers = true }).IsKnown.ShouldBeTrue();
    }

    [Theory]
    [InlineData("a b", "a", "b")]
    [InlineData(" a  'b c' ", "a", "b c")]
    [InlineData("$TWO z", "x", "y", "z")]
    [InlineData("\"$TWO\" z", "x  y", "z")]
    [InlineData("a\\ b", "a b")]
    [InlineData("a'' ''", "a")]
    [InlineData("lost${NONE:-kept}", "kept")]
    public void Words_split_at_blanks_outside_quotes(string text, params string[] expected)
    {
        var words = new List<LocatedText>();

        WordExpander.ExpandWords(text, '\\', Known, WordExpander.Options.None, words);

        words.Select(word => word.Text).ShouldBe(expected);
    }

    [Fact]
    public void Quotes_mean_nothing_in_a_heredoc() =>
        WordExpander.ExpandHeredoc("it's $A \\$A", Known).Text.ShouldBe("it's one $A");

    [Theory]
    [InlineData("\"a $B\"", "a $B")]
    [InlineData("a'b'${C:-d}", "ab${C:-d}")]
    [InlineData("\"open", "\"open")]
    public void Unquoting_leaves_variables(string word, string expected) => WordExpander.Unquote(word, '\\').ShouldBe(expected);

    private static Expansion Expand(string word) => WordExpander.Expand(word, '\\', Known);

    private sealed class Variables(Dictionary<string, string> values) : IVariables
    {
        public bool MayHaveOthers { get; init; }

        public VariableValue? Find(string name) => values.TryGetValue(name, out var value) ? new VariableValue(value) : null;
    }
}
