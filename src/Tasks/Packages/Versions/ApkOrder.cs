namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of apk 3: <c>1.2.3b_rc1~hash-r4</c>. From its first invalid character on, a version is read as ended early: it comes
/// before the same version without the invalid rest, but after its pre-releases.
/// </summary>
internal sealed class ApkOrder : VersionOrder
{
    /// <summary>The suffixes in their order; the first four come before the version without a suffix.</summary>
    private static readonly string[] Suffixes = ["alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p"];

    private const int PreReleases = 4;

    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var l = new Reader(left);
        var r = new Reader(right);
        while (l.Kind == r.Kind && l.Kind > TokenKind.End)
        {
            var result = CompareTokens(l, r);
            if (result != 0) return result;
            l.Next();
            r.Next();
        }

        return l.Rank - r.Rank;
    }

    public override bool Accepts(ReadOnlySpan<char> version)
    {
        var reader = new Reader(version);
        while (reader.Kind > TokenKind.End) reader.Next();
        return reader.Kind == TokenKind.End;
    }

    private static int CompareTokens(in Reader left, in Reader right) => left.Kind switch
    {
        TokenKind.Suffix => left.Suffix - right.Suffix,
        // As in the versions of Gentoo, a component with a leading zero is a decimal fraction.
        TokenKind.Digits when left.Value[0] == '0' || right.Value[0] == '0' => left.Value.SequenceCompareTo(right.Value),
        TokenKind.Letter or TokenKind.Hash => left.Value.SequenceCompareTo(right.Value),
        _ => Digits.Compare(left.Value, right.Value),
    };

    /// <summary>
    /// The parts of a version, from the last to the first: where two versions differ in the part, the earlier part is newer.
    /// </summary>
    private enum TokenKind
    {
        Invalid,
        End,
        Revision,
        Hash,
        SuffixNumber,
        Suffix,
        Letter,
        Digits,
        FirstDigits,
    }

    private ref struct Reader
    {
        private ReadOnlySpan<char> _rest;

        public Reader(ReadOnlySpan<char> version)
        {
            _rest = version;
            Kind = TokenKind.FirstDigits;
            TakeDigits();
        }

        public TokenKind Kind { get; private set; }

        public ReadOnlySpan<char> Value { get; private set; }

        public int Suffix { get; private set; }

        public readonly int Rank => Kind == TokenKind.Suffix && Suffix < PreReleases ? -1 : (int)Kind;

        public void Next()
        {
            if (_rest.IsEmpty)
            {
                Kind = TokenKind.End;
                return;
            }

            Kind = _rest[0] switch
            {
                >= 'a' and <= 'z' when Kind >= TokenKind.Digits => TokenKind.Letter,
                '.' or (>= '0' and <= '9') when Kind >= TokenKind.Digits => TokenKind.Digits,
                >= '0' and <= '9' when Kind == TokenKind.Suffix => TokenKind.SuffixNumber,
                '_' when Kind >= TokenKind.SuffixNumber => TokenKind.Suffix,
                '~' when Kind > TokenKind.Hash => TokenKind.Hash,
                '-' when Kind > TokenKind.Revision && _rest.StartsWith("-r") => TokenKind.Revision,
                _ => TokenKind.Invalid,
            };
            Read();
        }

        private void Read()
        {
            switch (Kind)
            {
                case TokenKind.Letter:
                    Value = Leading.Take(ref _rest, 1);
                    break;
                case TokenKind.Digits:
                    Leading.Skip(ref _rest, ".");
                    TakeDigits();
                    break;
                case TokenKind.SuffixNumber:
                    TakeDigits();
                    break;
                case TokenKind.Revision:
                    _rest = _rest[2..];
                    TakeDigits();
                    break;
                case TokenKind.Suffix:
                    _rest = _rest[1..];
                    var letters = _rest.IndexOfAnyExceptInRange('a', 'z');
                    Value = Leading.Take(ref _rest, letters < 0 ? _rest.Length : letters);
                    Suffix = IndexOfSuffix(Value);
                    if (Suffix < 0) Kind = TokenKind.Invalid;
                    break;
                case TokenKind.Hash:
                    _rest = _rest[1..];
                    var digits = 0;
                    while (digits < _rest.Length && char.IsAsciiHexDigitLower(_rest[digits])) digits++;
                    Value = Leading.Take(ref _rest, digits);
                    if (digits == 0) Kind = TokenKind.Invalid;
                    break;
                default:
                    break;
            }
        }

        private void TakeDigits()
        {
            Value = Digits.Take(ref _rest);
            if (Value.IsEmpty) Kind = TokenKind.Invalid;
        }

        private static int IndexOfSuffix(ReadOnlySpan<char> name)
        {
            for (var i = 0; i < Suffixes.Length; i++)
            {
                if (name.SequenceEqual(Suffixes[i])) return i;
            }

            return -1;
        }
    }
}
