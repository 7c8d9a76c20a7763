namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of Go modules: that of <see cref="SemanticOrder"/>, in which pseudo-versions
/// (<c>v0.0.0-20240102150405-0123456789ab</c>) and <c>+incompatible</c> have their places. The toolchain and its standard library have
/// other names: <c>go1.21rc2</c> is version 1.21.0-rc.2.
/// </summary>
internal sealed class GoOrder : VersionOrder
{
    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var l = new SemanticVersion(WithoutGo(left));
        var r = new SemanticVersion(WithoutGo(right));
        var result = l.CompareNumbers(r);
        if (result != 0) return result;
        return l.PreRelease.IsEmpty || r.PreRelease.IsEmpty
            ? l.PreRelease.IsEmpty.CompareTo(r.PreRelease.IsEmpty)
            : ComparePreReleases(l, r);
    }

    public override bool Accepts(ReadOnlySpan<char> version)
    {
        var semantic = new SemanticVersion(WithoutGo(version));
        return semantic.IsStrict || (!semantic.Minor.IsEmpty && (semantic.PreRelease.IsEmpty || Tag(semantic, out _, out _)));
    }

    private static ReadOnlySpan<char> WithoutGo(ReadOnlySpan<char> version) => version.StartsWith("go") ? version[2..] : version;

    /// <summary>The toolchain's <c>rc2</c> compares as the two identifiers that the module system would write: <c>rc.2</c>.</summary>
    private static int ComparePreReleases(SemanticVersion left, SemanticVersion right)
    {
        var leftIsTag = Tag(left, out var leftWord, out var leftNumber);
        var rightIsTag = Tag(right, out var rightWord, out var rightNumber);
        if (!leftIsTag && !rightIsTag) return SemanticVersion.CompareIdentifiers(left.PreRelease, right.PreRelease);
        if (!leftIsTag) return -ComparePreReleases(right, left);

        var rest = rightIsTag ? rightNumber : right.PreRelease;
        var word = rightIsTag ? rightWord : Leading.TakeUntil(ref rest, '.');
        var result = SemanticVersion.CompareIdentifiers(leftWord, word);
        return result != 0 ? result : SemanticVersion.CompareIdentifiers(leftNumber, rest);
    }

    /// <summary>Whether the pre-release is of the form <c>rc2</c>, directly after the numbers.</summary>
    private static bool Tag(SemanticVersion version, out ReadOnlySpan<char> word, out ReadOnlySpan<char> number)
    {
        var letters = version.PreRelease.IndexOfAnyInRange('0', '9');
        word = letters > 0 ? version.PreRelease[..letters] : default;
        number = letters > 0 ? version.PreRelease[letters..] : default;
        return !version.HasHyphen && Digits.Are(number) && !word.ContainsAnyExceptInRange('a', 'z');
    }
}
