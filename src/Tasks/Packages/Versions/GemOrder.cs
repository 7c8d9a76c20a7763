namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of Gem::Version: runs of digits and of letters; a text makes a pre-release, and zeros before the first text and at the end do
/// not count. Any other character separates, so every text has a place; one without digits and letters is version 0.
/// </summary>
internal sealed class GemOrder : VersionOrder
{
    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var l = new Reader(left.Trim());
        var r = new Reader(right.Trim());
        while (true)
        {
            var leftHas = l.Next(out var leftSegment);
            var rightHas = r.Next(out var rightSegment);
            if (!leftHas && !rightHas) return 0;
            var leftIsText = !leftSegment.IsEmpty && !char.IsAsciiDigit(leftSegment[0]);
            var rightIsText = !rightSegment.IsEmpty && !char.IsAsciiDigit(rightSegment[0]);
            if (leftIsText != rightIsText) return leftIsText ? -1 : 1;
            var result = leftIsText ? leftSegment.SequenceCompareTo(rightSegment) : Digits.Compare(leftSegment, rightSegment);
            if (result != 0) return result;
        }
    }

    public override bool Accepts(ReadOnlySpan<char> version)
    {
        version = version.Trim();
        if (version.IsEmpty) return true;
        if (!char.IsAsciiDigit(version[0])) return false;
        var inSuffix = false;
        var previous = '.';
        foreach (var character in version)
        {
            var isHyphen = character == '-';
            if (isHyphen && !inSuffix)
            {
                if (previous == '.') return false;
                inSuffix = true;
                previous = '.';
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(character) && !isHyphen && (character != '.' || previous == '.')) return false;
            previous = character;
        }

        var firstLength = Digits.Count(version);
        return previous != '.' && (firstLength == version.Length || version[firstLength] is '.' or '-');
    }

    /// <summary>The segments; a hyphen stands for the segment <c>pre</c>.</summary>
    private ref struct Reader(ReadOnlySpan<char> version)
    {
        private ReadOnlySpan<char> _rest = version;
        private bool _inText;
        private int _zeros;
        private ReadOnlySpan<char> _next;

        /// <summary>The next segment that counts: a number (of any length), a text, or nothing at the end.</summary>
        public bool Next(out ReadOnlySpan<char> segment)
        {
            if (_next.IsEmpty)
            {
                while (Read(out _next) && Digits.AreZero(_next)) _zeros++;
                var isText = !_next.IsEmpty && !char.IsAsciiDigit(_next[0]);
                if (_next.IsEmpty || (isText && !_inText)) _zeros = 0;
                _inText |= isText;
            }

            if (_zeros > 0)
            {
                _zeros--;
                segment = "0";
                return true;
            }

            segment = _next;
            _next = default;
            return !segment.IsEmpty;
        }

        private bool Read(out ReadOnlySpan<char> segment)
        {
            while (!_rest.IsEmpty && !char.IsAsciiLetterOrDigit(_rest[0]))
            {
                if (Leading.Skip(ref _rest, "-"))
                {
                    segment = "pre";
                    return true;
                }

                _rest = _rest[1..];
            }

            var length = Digits.Count(_rest);
            if (length == 0)
            {
                while (length < _rest.Length && char.IsAsciiLetter(_rest[length])) length++;
            }

            segment = Leading.Take(ref _rest, length);
            return length > 0;
        }
    }
}
