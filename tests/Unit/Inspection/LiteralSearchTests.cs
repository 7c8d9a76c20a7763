using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built.Readers;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>The fast search for literals finds what a simple one finds.</summary>
public sealed class LiteralSearchTests
{
    [Fact]
    public void It_finds_every_literal_at_every_place()
    {
        var random = new Random(16);
        string[] literals = ["abc", "bca", "abcab", "cc-", "-us1", "aaaa"];
        var search = new LiteralSearch(literals);
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => "abc-us1"[random.Next(7)]));
            var expected = Enumerable.Range(0, text.Length)
                .Where(at => literals.Any(literal => text.AsSpan(at).StartsWith(literal))).ToList();

            List<int> found = [];
            for (var at = search.Find(Encoding.Latin1.GetBytes(text), 0, out var literal); at >= 0;
                at = search.Find(Encoding.Latin1.GetBytes(text), at + 1, out literal))
            {
                text[at..].ShouldStartWith(literals[literal]);
                found.Add(at);
            }

            found.ShouldBe(expected, text);
        }
    }

    [Fact]
    public void Every_literal_of_a_secret_is_long_enough() =>
        SecretShapes.Literals.ShouldAllBe(static literal => literal.Length >= LiteralSearch.Shortest);
}
