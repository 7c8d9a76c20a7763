using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Text;

public class WordListTests
{
    [Theory]
    [InlineData(new string[0], "")]
    [InlineData(new[] { "a" }, "a")]
    [InlineData(new[] { "a", "b" }, "a and b")]
    [InlineData(new[] { "a", "b", "c" }, "a, b and c")]
    [InlineData(new[] { "a", "b", "c", "d" }, "a, b, c and 1 more")]
    [InlineData(new[] { "a", "b", "c", "d", "e" }, "a, b, c and 2 more")]
    public void Words_that_all_count_are_joined_with_and(string[] words, string expected) =>
        WordList.And(words, most: 3).ShouldBe(expected);

    [Theory]
    [InlineData(new[] { "a" }, "a")]
    [InlineData(new[] { "a", "b" }, "a or b")]
    [InlineData(new[] { "a", "b", "c", "d" }, "a, b or c")]
    public void Words_of_which_one_is_chosen_are_joined_with_or(string[] words, string expected) =>
        WordList.Or(words, most: 3).ShouldBe(expected);
}
