using System.Buffers;

namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of dpkg: deb-version(7). A version with an epoch that is not a number is read as one without an epoch; characters that a
/// version must not have follow the letters, as the permitted punctuation does.
/// </summary>
internal sealed class DebianOrder : VersionOrder
{
    private static readonly SearchValues<char> RevisionCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.+~");

    private static readonly SearchValues<char> UpstreamCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.+~-:");

    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var (leftEpoch, leftRevision) = Parts(left);
        var (rightEpoch, rightRevision) = Parts(right);
        var result = Digits.Compare(left[..leftEpoch], right[..rightEpoch]);
        if (result == 0)
        {
            result = CompareParts(
                left[(leftEpoch == 0 ? 0 : leftEpoch + 1)..leftRevision], right[(rightEpoch == 0 ? 0 : rightEpoch + 1)..rightRevision]);
        }

        return result != 0 ? result : CompareParts(Revision(left, leftRevision), Revision(right, rightRevision));
    }

    public override bool Accepts(ReadOnlySpan<char> version)
    {
        var (epoch, end) = Parts(version);
        if (epoch == 0 && version.Contains(':')) return false;
        if (epoch > 0 && !int.TryParse(version[..epoch], out _)) return false;
        var upstream = version[(epoch == 0 ? 0 : epoch + 1)..end];
        var revision = Revision(version, end);
        return upstream.Length > 0 && char.IsAsciiDigit(upstream[0]) && !upstream.ContainsAnyExcept(UpstreamCharacters)
            && (end == version.Length || revision.Length > 0) && !revision.ContainsAnyExcept(RevisionCharacters);
    }

    /// <summary>The end of the epoch (0 without one) and the end of the upstream version.</summary>
    private static (int Epoch, int Upstream) Parts(ReadOnlySpan<char> version)
    {
        var epoch = Math.Max(version.IndexOf(':'), 0);
        if (!Digits.Are(version[..epoch])) epoch = 0;
        var revision = version.LastIndexOf('-');
        return (epoch, revision > epoch ? revision : version.Length);
    }

    private static ReadOnlySpan<char> Revision(ReadOnlySpan<char> version, int upstreamEnd) =>
        upstreamEnd == version.Length ? default : version[(upstreamEnd + 1)..];

    private static int CompareParts(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty || !right.IsEmpty)
        {
            while (StartsWithText(left) || StartsWithText(right))
            {
                var result = Weight(left) - Weight(right);
                if (result != 0) return result;
                left = left[1..];
                right = right[1..];
            }

            var number = Digits.Compare(Digits.Take(ref left), Digits.Take(ref right));
            if (number != 0) return number;
        }

        return 0;
    }

    private static bool StartsWithText(ReadOnlySpan<char> part) => !part.IsEmpty && !char.IsAsciiDigit(part[0]);

    /// <summary>The tilde comes before the end, letters come before all other characters. A digit ends the text.</summary>
    private static int Weight(ReadOnlySpan<char> part) => part.IsEmpty || char.IsAsciiDigit(part[0]) ? 0
        : part[0] == '~' ? -1
        : char.IsAsciiLetter(part[0]) ? part[0]
        : part[0] + char.MaxValue;
}
