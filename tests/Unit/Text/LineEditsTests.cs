using ContainerGuard.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerGuard.Tests.Unit.Text;

public sealed class LineEditsTests
{
    [Theory]
    [InlineData("", "a\n")]
    [InlineData("a\n", "")]
    [InlineData("a", "a\n")]
    [InlineData("a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n")]
    [InlineData("a\nb\nc\n", "x\na\nc\ny")]
    [InlineData("a\n\n\nb", "\na\n\nb\n\n")]
    [InlineData("a\rb\n", "a\rc\n")]
    public void The_edits_make_the_new_text_from_the_old_one(string before, string after) =>
        TextEdit.Apply(before, LineEdits.Between(before, after)).ShouldBe(after);

    [Fact]
    public void Equal_lines_are_not_edited()
    {
        var edit = LineEdits.Between("a\nb\nc\n", "a\nB\nc\n").ShouldHaveSingleItem();

        edit.ShouldBe(new TextEdit(new TextSpan(2, 2), "B\n"));
        LineEdits.Between("a\n", "a\n").ShouldBeEmpty();
    }

    [Fact]
    public void Any_two_texts_have_edits()
    {
        var lines = Gen.Elements("a\n", "b\n", "c\r\n", "\n", "d").ListOf().Select(static parts => string.Concat(parts));

        Prop.ForAll(
            Gen.Zip(lines, lines).ToArbitrary(),
            static pair => TextEdit.Apply(pair.Item1, LineEdits.Between(pair.Item1, pair.Item2)).ShouldBe(pair.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }
}
