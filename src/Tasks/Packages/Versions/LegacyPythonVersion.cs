namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of Python versions before PEP 440, which packaging had up to version 21: runs of digits, of letters, and of other characters.
/// Numbers are padded to eight digits and compared as text.
/// </summary>
internal static class LegacyPythonVersion
{
    private const int Width = 8;

    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var l = new Reader(left);
        var r = new Reader(right);
        while (true)
        {
            var leftPart = l.Next();
            var rightPart = r.Next();
            if (leftPart.IsEmpty || rightPart.IsEmpty) return leftPart.Length - rightPart.Length;
            var isNumber = char.IsAsciiDigit(leftPart[0]);
            if (isNumber != char.IsAsciiDigit(rightPart[0])) return isNumber ? 1 : -1;
            var result = isNumber ? ComparePadded(leftPart, rightPart) : Leading.CompareInLowerCase(leftPart, rightPart);
            if (result != 0) return result;
        }
    }

    private static int ComparePadded(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftPadding = Math.Max(Width - left.Length, 0);
        var rightPadding = Math.Max(Width - right.Length, 0);
        for (var i = 0; i < Math.Min(left.Length + leftPadding, right.Length + rightPadding); i++)
        {
            var result = (i < leftPadding ? '0' : left[i - leftPadding]) - (i < rightPadding ? '0' : right[i - rightPadding]);
            if (result != 0) return result;
        }

        return left.Length + leftPadding - right.Length - rightPadding;
    }

    /// <summary>The parts that count. A hyphen is the text <c>final-</c>, and the end is the text <c>final</c>.</summary>
    private ref struct Reader(ReadOnlySpan<char> version)
    {
        private ReadOnlySpan<char> _rest = version;
        private ReadOnlySpan<char> _next;
        private int _hyphens;
        private int _zeros;
        private bool _isOver;

        public ReadOnlySpan<char> Next()
        {
            if (_next.IsEmpty && !_isOver) ReadPart();
            if (_hyphens > 0)
            {
                _hyphens--;
                return "final-";
            }

            if (_zeros > 0)
            {
                _zeros--;
                return "0";
            }

            var part = _next;
            _next = default;
            return part;
        }

        /// <summary>Reads hyphens and zeros, which count or not according to the part after them, and this part.</summary>
        private void ReadPart()
        {
            while (true)
            {
                _next = TakePart();
                if (_next is "-")
                {
                    _zeros = 0;
                    _hyphens++;
                }
                else if (!_next.IsEmpty && _next.Length <= Width && Digits.AreZero(_next))
                {
                    _zeros++;
                }
                else
                {
                    break;
                }
            }

            if (_next.IsEmpty)
            {
                _isOver = true;
                _next = "final";
            }

            if (char.IsAsciiDigit(_next[0])) return;
            if (_zeros == 0 && Leading.CompareInLowerCase(_next, "final") < 0) _hyphens = 0;
            _zeros = 0;
        }

        private ReadOnlySpan<char> TakePart()
        {
            while (Leading.Skip(ref _rest, "."))
            {
            }

            if (Leading.Skip(ref _rest, "-")) return "-";
            var length = Digits.Count(_rest);
            if (length == 0) length = CountWhile(isLetter: true);
            if (length == 0) length = CountWhile(isLetter: false);
            var part = Leading.Take(ref _rest, length);
            return IsOneOf(part, "pre", "preview", "rc") ? "c" : IsOneOf(part, "dev", "dev", "dev") ? "@" : part;
        }

        private readonly int CountWhile(bool isLetter)
        {
            var length = 0;
            while (length < _rest.Length && char.IsAsciiLetter(_rest[length]) == isLetter
                && !char.IsAsciiDigit(_rest[length]) && _rest[length] is not ('.' or '-'))
            {
                length++;
            }

            return length;
        }

        private static bool IsOneOf(ReadOnlySpan<char> part, string a, string b, string c) =>
            part.Equals(a, StringComparison.OrdinalIgnoreCase) || part.Equals(b, StringComparison.OrdinalIgnoreCase)
            || part.Equals(c, StringComparison.OrdinalIgnoreCase);
    }
}
