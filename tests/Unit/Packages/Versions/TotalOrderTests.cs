using System.Diagnostics;
using System.Globalization;
using ContainerGuard.Packages.Versions;
using NuGet.Versioning;

namespace ContainerGuard.Tests.Unit.Packages.Versions;

/// <summary>
/// Random texts, valid and invalid, in every order. <c>CONTAINERGUARD_FUZZ</c> is the number of triples for each order.
/// </summary>
public class TotalOrderTests
{
    private const int DefaultTriples = 20_000;

    private static readonly string[] Pieces =
    [
        "0", "00", "1", "2", "10", "01", "99999999999999999999", "a", "b", "c", "m", "x", "alpha", "beta", "rc", "RC", "cr", "pre", "dev",
        "post", "r", "SNAPSHOT", "final", "ga", "sp", "p", "pl", "patch", "git", "svn",
        "_rc", "_p", "-r", "-r1", ".", ".", ".", "-", "-", "_", "~", "^", "+", "!",
        ":", "*", " ", "é", "dev-", "go", "v", "#", "@",
    ];

    public static TheoryData<string> Ecosystems { get; } =
        ["deb", "rpm", "apk", "nuget", "npm", "maven", "pypi", "gem", "golang", "composer", "cran", "pub"];

    /// <summary>Maven's own order is not transitive; see <see cref="MavenOrder"/>.</summary>
    public static TheoryData<string> TransitiveEcosystems { get; } =
        [.. Ecosystems.Select(static row => row.Data).Where(static name => name != "maven")];

    [Theory]
    [MemberData(nameof(Ecosystems))]
    public void Two_texts_compare_the_same_from_both_sides(string ecosystem)
    {
        var order = VersionOrder.For(ecosystem)!;
        foreach (var (first, second, _) in Triples())
        {
            Math.Sign(order.Compare(second, first)).ShouldBe(-Math.Sign(order.Compare(first, second)), $"{first} {second}");
            order.Compare(first, first).ShouldBe(0, first);
        }
    }

    [Theory]
    [MemberData(nameof(TransitiveEcosystems))]
    public void Three_texts_have_one_sequence(string ecosystem)
    {
        var order = VersionOrder.For(ecosystem)!;
        foreach (var (first, second, third) in Triples())
        {
            var sorted = new[] { first, second, third };
            Array.Sort(sorted, order.Compare);
            var shown = string.Join(" | ", sorted);
            order.Compare(sorted[0], sorted[1]).ShouldBeLessThanOrEqualTo(0, shown);
            order.Compare(sorted[1], sorted[2]).ShouldBeLessThanOrEqualTo(0, shown);
            order.Compare(sorted[0], sorted[2]).ShouldBeLessThanOrEqualTo(0, shown);
            if (order.Compare(sorted[0], sorted[1]) == 0)
            {
                Math.Sign(order.Compare(sorted[0], sorted[2])).ShouldBe(Math.Sign(order.Compare(sorted[1], sorted[2])), shown);
            }

            if (order.Compare(sorted[1], sorted[2]) == 0)
            {
                Math.Sign(order.Compare(sorted[0], sorted[1])).ShouldBe(Math.Sign(order.Compare(sorted[0], sorted[2])), shown);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ecosystems))]
    public void A_comparison_takes_linear_time(string ecosystem)
    {
        var order = VersionOrder.For(ecosystem)!;
        string[] pieces = ["1", "0", "0.", "1.", "-", "0-", "-0", ".0-a", "a", "a.", "~", "_p", "1a", "-dev", "00000000-", "x-0."];
        foreach (var piece in pieces)
        {
            var longText = "1." + string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
            var watch = Stopwatch.StartNew();
            order.Compare(longText, longText + "1");
            order.Accepts(longText);
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), piece);
        }
    }

    [Fact]
    public void The_order_of_NuGet_is_that_of_its_library_where_the_library_reads_both_versions()
    {
        var order = VersionOrder.For("nuget")!;
        var compared = 0;
        string[] pieces =
        [
            "0", "00", "1", "2", "10", "01", "2147483647", "2147483648", "a", "B", "b", "rc",
            ".", ".", ".", "-", "-", "+", "-1", "-01", "-0",
        ];
        foreach (var (first, second, _) in Triples(pieces))
        {
            if (!NuGetVersion.TryParse(first, out var left) || !NuGetVersion.TryParse(second, out var right)) continue;
            order.Accepts(first).ShouldBeTrue(first);
            compared++;
            Math.Sign(order.Compare(first, second)).ShouldBe(Math.Sign(left.CompareTo(right)), $"{first} {second}");
        }

        compared.ShouldBeGreaterThan(DefaultTriples / 20);
    }

    private static IEnumerable<(string First, string Second, string Third)> Triples(string[]? pieces = null)
    {
        var count = Environment.GetEnvironmentVariable("CONTAINERGUARD_FUZZ") is { Length: > 0 } number
            ? int.Parse(number, CultureInfo.InvariantCulture)
            : DefaultTriples;
        var random = new Random(17);
        for (var i = 0; i < count; i++)
        {
            var first = Text(random, pieces ?? Pieces);
            var second = random.Next(3) == 0 ? Text(random, pieces ?? Pieces) : Changed(random, first, pieces ?? Pieces);
            yield return (first, second, Changed(random, random.Next(2) == 0 ? first : second, pieces ?? Pieces));
        }
    }

    private static string Text(Random random, string[] pieces)
    {
        var text = random.Next(8) == 0 ? "" : "1";
        for (var count = random.Next(7); count > 0; count--) text += pieces[random.Next(pieces.Length)];
        return text;
    }

    private static string Changed(Random random, string text, string[] pieces)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(3) == 0 && at < text.Length ? text.Remove(at, 1) : text[..at] + pieces[random.Next(pieces.Length)] + text[at..];
    }
}
