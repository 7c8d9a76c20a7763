namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of rpm: the epoch, then the version, then the release, each by rpmvercmp with tilde and caret. A version without an epoch has
/// epoch 0, one without a release comes before the same version with any release. Characters other than ASCII letters, digits, tilde and
/// caret only separate; so every text has a place.
/// </summary>
internal sealed class RpmOrder : VersionOrder
{
    private const int End = 1;

    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var result = Digits.Compare(TakeEpoch(ref left), TakeEpoch(ref right));
        if (result != 0) return result;

        var leftEnd = left.LastIndexOf('-');
        var rightEnd = right.LastIndexOf('-');
        result = CompareParts(leftEnd < 0 ? left : left[..leftEnd], rightEnd < 0 ? right : right[..rightEnd]);
        if (result != 0) return result;
        return leftEnd < 0 || rightEnd < 0
            ? (leftEnd < 0 ? 0 : 1) - (rightEnd < 0 ? 0 : 1)
            : CompareParts(left[(leftEnd + 1)..], right[(rightEnd + 1)..]);
    }

    public override bool Accepts(ReadOnlySpan<char> version) => !version.IsEmpty && !version.ContainsAnyInRange('\0', ' ');

    /// <summary>Takes the digits before a colon. A colon after other characters belongs to the version.</summary>
    private static ReadOnlySpan<char> TakeEpoch(scoped ref ReadOnlySpan<char> version)
    {
        var digits = Digits.Count(version);
        if (digits == version.Length || version[digits] != ':') return default;
        var epoch = Leading.Take(ref version, digits);
        version = version[1..];
        return epoch;
    }

    private static int CompareParts(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            var leftKind = SkipToSegment(ref left);
            var rightKind = SkipToSegment(ref right);
            if (leftKind != rightKind) return leftKind - rightKind;
            if (leftKind == End) return 0;

            var leftSegment = TakeSegment(ref left);
            var rightSegment = TakeSegment(ref right);
            var result = char.IsAsciiDigit(leftSegment[0])
                ? Digits.Compare(leftSegment, rightSegment)
                : leftSegment.SequenceCompareTo(rightSegment);
            if (result != 0) return result;
        }
    }

    /// <summary>The kind of the next segment, in their order: tilde, the end, caret, letters, digits.</summary>
    private static int SkipToSegment(scoped ref ReadOnlySpan<char> part)
    {
        while (!part.IsEmpty && !char.IsAsciiLetterOrDigit(part[0]) && part[0] is not ('~' or '^')) part = part[1..];
        return part.IsEmpty ? End : part[0] == '~' ? 0 : part[0] == '^' ? 2 : char.IsAsciiLetter(part[0]) ? 3 : 4;
    }

    private static ReadOnlySpan<char> TakeSegment(scoped ref ReadOnlySpan<char> part)
    {
        if (char.IsAsciiDigit(part[0])) return Digits.Take(ref part);
        var length = 0;
        while (length < part.Length && char.IsAsciiLetter(part[length])) length++;
        return Leading.Take(ref part, Math.Max(length, 1));
    }
}
