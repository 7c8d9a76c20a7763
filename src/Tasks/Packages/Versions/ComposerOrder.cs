namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of Composer's Comparator and of OSV, which is PHP's <c>version_compare</c> of the versions as they are written, without a
/// <c>v</c> before them: 1.0 is older than 1.0.0-alpha. Branches (<c>dev-main</c>), which Composer does not compare, come first, by name.
/// Characters other than ASCII letters and digits only separate, so every text has a place.
/// </summary>
internal sealed class ComposerOrder : VersionOrder
{
    /// <summary>Words that PHP knows, by their beginnings: unknown words come first, numbers between a candidate and a patch.</summary>
    private static readonly (string Start, int Rank)[] Words =
        [("dev", 1), ("alpha", 2), ("a", 2), ("beta", 3), ("b", 3), ("RC", 4), ("rc", 4), ("pl", 7), ("p", 7)];

    private const string LargestInteger = "9223372036854775807";
    private const int End = 5;
    private const int Number = 6;

    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftIsBranch = IsBranch(left);
        var rightIsBranch = IsBranch(right);
        return leftIsBranch && rightIsBranch ? left.SequenceCompareTo(right)
            : leftIsBranch || rightIsBranch ? rightIsBranch.CompareTo(leftIsBranch)
            : CompareTokens(left.TrimStart("vV"), right.TrimStart("vV"));
    }

    public override bool Accepts(ReadOnlySpan<char> version) => ComposerVersion.IsValid(version);

    private static bool IsBranch(ReadOnlySpan<char> version) => version.StartsWith("dev-");

    private static int CompareTokens(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            var l = TakeToken(ref left);
            var r = TakeToken(ref right);
            var leftRank = RankOf(l);
            var rightRank = RankOf(r);
            if (leftRank != rightRank) return leftRank - rightRank;
            if (leftRank == End) return 0;
            var result = leftRank == Number ? Digits.Compare(Limited(l), Limited(r)) : 0;
            if (result != 0) return result;
        }
    }

    /// <summary>PHP reads larger numbers as the largest integer of 64 bits.</summary>
    private static ReadOnlySpan<char> Limited(ReadOnlySpan<char> number) =>
        Digits.Compare(number, LargestInteger) > 0 ? LargestInteger : number;

    private static ReadOnlySpan<char> TakeToken(scoped ref ReadOnlySpan<char> version)
    {
        while (!version.IsEmpty && !char.IsAsciiLetterOrDigit(version[0])) version = version[1..];
        var length = Digits.Count(version);
        if (length == 0)
        {
            while (length < version.Length && char.IsAsciiLetter(version[length])) length++;
        }

        return Leading.Take(ref version, length);
    }

    private static int RankOf(ReadOnlySpan<char> token)
    {
        if (token.IsEmpty) return End;
        if (char.IsAsciiDigit(token[0])) return Number;
        foreach (var (start, rank) in Words)
        {
            if (token.StartsWith(start)) return rank;
        }

        return 0;
    }
}
