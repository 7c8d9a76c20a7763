namespace ContainerGuard.Packages.Versions;

/// <summary>The parts of a semantic version, as read by <see cref="SemanticOrder"/>.</summary>
internal readonly ref struct SemanticVersion
{
    public SemanticVersion(ReadOnlySpan<char> version)
    {
        var rest = version.Trim();
        rest = rest.TrimStart("vV= ");
        Major = Digits.Take(ref rest);
        Minor = TakeNumber(ref rest);
        Patch = TakeNumber(ref rest);
        IsStrict = IsNumber(Major) && IsNumber(Minor) && IsNumber(Patch);
        if (Leading.Skip(ref rest, "-"))
        {
            HasHyphen = true;
            var hasBuild = rest.Contains('+');
            PreRelease = Leading.TakeUntil(ref rest, '+');
            Build = rest;
            IsStrict &= AreIdentifiers(PreRelease, numbersMayStartWithZero: false)
                && (!hasBuild || AreIdentifiers(Build, numbersMayStartWithZero: true));
        }
        else if (Leading.Skip(ref rest, "+"))
        {
            Build = rest;
            IsStrict &= AreIdentifiers(Build, numbersMayStartWithZero: true);
        }
        else if (!rest.IsEmpty)
        {
            IsStrict = false;
            if (rest[0] == '.') Build = rest[1..];
            else PreRelease = Leading.TakeUntil(ref rest, '+');
        }
    }

    public ReadOnlySpan<char> Major { get; }

    public ReadOnlySpan<char> Minor { get; }

    public ReadOnlySpan<char> Patch { get; }

    /// <summary>The identifiers of the pre-release; empty for a release.</summary>
    public ReadOnlySpan<char> PreRelease { get; }

    /// <summary>Whether a hyphen begins the pre-release, as the specification demands.</summary>
    public bool HasHyphen { get; }

    public ReadOnlySpan<char> Build { get; }

    /// <summary>Whether the version follows the specification, but for a <c>v</c> or <c>=</c> before it.</summary>
    public bool IsStrict { get; }

    public int CompareNumbers(SemanticVersion other)
    {
        var result = Digits.Compare(Major, other.Major);
        if (result == 0) result = Digits.Compare(Minor, other.Minor);
        return result != 0 ? result : Digits.Compare(Patch, other.Patch);
    }

    public int CompareTo(SemanticVersion other)
    {
        var result = CompareNumbers(other);
        if (result != 0) return result;
        return PreRelease.IsEmpty || other.PreRelease.IsEmpty
            ? PreRelease.IsEmpty.CompareTo(other.PreRelease.IsEmpty)
            : CompareIdentifiers(PreRelease, other.PreRelease);
    }

    /// <summary>Numbers come before other identifiers; a list comes after its own beginning.</summary>
    public static int CompareIdentifiers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var l = Leading.TakeUntil(ref left, '.');
            var r = Leading.TakeUntil(ref right, '.');
            var isNumber = Digits.Are(l);
            var result = isNumber != Digits.Are(r) ? (isNumber ? -1 : 1) : isNumber ? Digits.Compare(l, r) : l.SequenceCompareTo(r);
            if (result != 0) return result;
        }

        return left.Length - right.Length;
    }

    private static ReadOnlySpan<char> TakeNumber(scoped ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] != '.' || !char.IsAsciiDigit(rest[1])) return default;
        rest = rest[1..];
        return Digits.Take(ref rest);
    }

    private static bool IsNumber(ReadOnlySpan<char> digits) => digits.Length == 1 || (digits.Length > 1 && digits[0] != '0');

    private static bool AreIdentifiers(ReadOnlySpan<char> text, bool numbersMayStartWithZero)
    {
        while (true)
        {
            var hasNext = text.Contains('.');
            var identifier = Leading.TakeUntil(ref text, '.');
            if (identifier.IsEmpty) return false;
            foreach (var character in identifier)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character != '-') return false;
            }

            if (!numbersMayStartWithZero && Digits.Are(identifier) && !IsNumber(identifier)) return false;
            if (!hasNext) return true;
        }
    }
}
