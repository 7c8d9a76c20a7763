using System.Buffers;

namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The version order specification of Maven's POM reference, which OSV uses for the ranges of its records: tokens with the separator
/// before them, of which a change between digits and letters is a hyphen. Every text is a version.
/// <para>
/// As in Maven up to 3.8.6, <c>.qualifier</c> precedes <c>-qualifier</c>, <c>-number</c> and <c>.number</c>. Therefore the order is not
/// transitive where versions differ in this separator: 1.0.0-1 is older than 1.0.0.rc1, which is older than 1.0.0, which is older than
/// 1.0.0-1. Later versions of Maven read <c>.rc1</c> as <c>-rc1</c> (MNG-7644).
/// </para>
/// </summary>
internal sealed class MavenOrder : VersionOrder
{
    /// <summary>Known qualifiers in their order; a release has the empty one. Unknown qualifiers come after them.</summary>
    private static readonly string[] Qualifiers = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];

    private static readonly string[] Releases = ["ga", "final", "release"];

    private static readonly SearchValues<char> QualifierEnd = SearchValues.Create(".-0123456789");

    private const int Release = 5;
    private const int Unknown = 7;

    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var l = new Reader(left);
        var r = new Reader(right);
        while (true)
        {
            var leftHas = l.Next();
            var rightHas = r.Next();
            if (!leftHas && !rightHas) return 0;
            var result = !leftHas ? -CompareToEnd(r.Token) : !rightHas ? CompareToEnd(l.Token) : CompareTokens(l.Token, r.Token);
            if (result != 0) return result;
        }
    }

    public override bool Accepts(ReadOnlySpan<char> version) => !version.IsEmpty;

    /// <summary>The shorter version continues with tokens that do not count.</summary>
    private static int CompareToEnd(Token token) =>
        token.IsNumber ? (Digits.Compare(token.Text, default) == 0 ? 0 : 1) : token.Qualifier - Release;

    private static int CompareTokens(Token left, Token right) => left.Kind != right.Kind ? left.Kind - right.Kind
        : left.IsNumber ? Digits.Compare(left.Text, right.Text)
        : left.Qualifier != right.Qualifier ? left.Qualifier - right.Qualifier
        : left.Qualifier == Unknown ? Leading.CompareInLowerCase(left.Text, right.Text)
        : 0;

    private readonly ref struct Token
    {
        public ReadOnlySpan<char> Text { get; init; }

        /// <summary>Whether the separator is a hyphen.</summary>
        public bool IsAfterHyphen { get; init; }

        public bool IsNumber { get; init; }

        /// <summary>The place among the qualifiers.</summary>
        public int Qualifier { get; init; }

        /// <summary>The order of tokens of different kinds.</summary>
        public int Kind => IsNumber ? (IsAfterHyphen ? 2 : 3) : IsAfterHyphen ? 1 : 0;

        /// <summary>Whether the token does not count at the end and before a hyphen: 0, ga, final, release.</summary>
        public bool IsNull => IsNumber ? Digits.Compare(Text, default) == 0 : Qualifier == Release;
    }

    /// <summary>The tokens of a version without those that do not count.</summary>
    private ref struct Reader(ReadOnlySpan<char> version)
    {
        private Tokenizer _tokenizer = new(version);
        private bool _isStarted;

        /// <summary>How many characters were left when the tokens that are null, but count, ended.</summary>
        private int _nullsCountUntil = int.MaxValue;

        public Token Token { get; private set; }

        public bool Next()
        {
            while (_tokenizer.Next(out var token))
            {
                // The first token always counts.
                if (_isStarted && token.IsNull && _tokenizer.Left < _nullsCountUntil && !Counts()) continue;
                _isStarted = true;
                Token = token;
                return true;
            }

            return false;
        }

        /// <summary>Whether the tokens that are null from here on count. If not, skips them.</summary>
        private bool Counts()
        {
            var ahead = _tokenizer;
            var before = ahead;
            var hasNext = ahead.Next(out var next);
            while (hasNext && next.IsNull && !next.IsAfterHyphen)
            {
                before = ahead;
                hasNext = ahead.Next(out next);
            }

            if (hasNext && !next.IsAfterHyphen)
            {
                _nullsCountUntil = before.Left;
                return true;
            }

            _tokenizer = hasNext ? before : ahead;
            return false;
        }
    }

    private ref struct Tokenizer(ReadOnlySpan<char> version)
    {
        private ReadOnlySpan<char> _rest = version;
        private bool _isStarted;

        /// <summary>How many characters are left.</summary>
        public readonly int Left => _rest.Length;

        public bool Next(out Token token)
        {
            token = default;
            if (_rest.IsEmpty) return false;
            var isAfterHyphen = _isStarted && _rest[0] != '.';
            if (_isStarted) Leading.Skip(ref _rest, ".-");
            _isStarted = true;

            // An empty token is 0.
            var digits = Digits.Count(_rest);
            if (digits > 0 || _rest.IsEmpty || _rest[0] is '.' or '-')
            {
                token = new Token { Text = Leading.Take(ref _rest, digits), IsNumber = true, IsAfterHyphen = isAfterHyphen };
                return true;
            }

            var length = _rest.IndexOfAny(QualifierEnd);
            var text = Leading.Take(ref _rest, length < 0 ? _rest.Length : length);
            var isBeforeDigit = !_rest.IsEmpty && char.IsAsciiDigit(_rest[0]);
            token = new Token { Text = text, Qualifier = QualifierOf(text, isBeforeDigit), IsAfterHyphen = isAfterHyphen };
            return true;
        }
    }

    private static int QualifierOf(ReadOnlySpan<char> text, bool isBeforeDigit)
    {
        if (text.Length == 1 && isBeforeDigit)
        {
            return (char)(text[0] | 0x20) switch { 'a' => 0, 'b' => 1, 'm' => 2, _ => Unknown };
        }

        foreach (var release in Releases)
        {
            if (text.Equals(release, StringComparison.OrdinalIgnoreCase)) return Release;
        }

        if (text.Equals("cr", StringComparison.OrdinalIgnoreCase)) return Array.IndexOf(Qualifiers, "rc");
        for (var i = 0; i < Qualifiers.Length; i++)
        {
            if (text.Equals(Qualifiers[i], StringComparison.OrdinalIgnoreCase)) return i;
        }

        return Unknown;
    }
}
