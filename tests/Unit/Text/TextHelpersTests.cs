using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Text;

/// <summary>
/// Replacements of searches of the framework, so that a new process does not compile them again. They find the same.
/// </summary>
public sealed class TextHelpersTests
{
    public static TheoryData<string> Texts =>
        ["", "a", ".", "a.b", ".a..b.", "no separator", "UPPER lower 09_-", "\u00e9\ud83d\udc33.x", "a\0b"];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Pieces_are_what_a_split_gives(string text)
    {
        List<string> pieces = [];
        foreach (var piece in text.AsSpan().PiecesAt('.')) pieces.Add(piece.ToString());

        pieces.ShouldBe(text.Split('.'));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_set_of_characters_finds_what_a_search_finds(string text)
    {
        const string Alphabet = "abcxyz0123456789_-";
        var set = Characters.Of("a-cx-z0-9_-");

        set.FirstIn(text).ShouldBe(text.ToList().FindIndex(Alphabet.Contains));
        set.FirstOther(text).ShouldBe(text.ToList().FindIndex(c => !Alphabet.Contains(c)));
        set.ContainAll(text).ShouldBe(text.All(Alphabet.Contains));
    }
}
