namespace ContainerGuard.Packages.Versions;

/// <summary>The parts of a version of PEP 440: <c>1!2.3rc4.post5.dev6+local.7</c>.</summary>
internal ref struct PythonVersion
{
    private static readonly (string Word, int Stage)[] PreReleases =
        [("alpha", 0), ("a", 0), ("beta", 1), ("b", 1), ("rc", 2), ("c", 2), ("preview", 2), ("pre", 2)];

    private static readonly (string Word, int Stage)[] PostReleases = [("post", 0), ("rev", 0), ("r", 0)];

    private static readonly (string Word, int Stage)[] Developments = [("dev", 0)];

    private const string Separators = "-_.";

    private ReadOnlySpan<char> _epoch;
    private ReadOnlySpan<char> _release;
    private Part _pre;
    private Part _post;
    private Part _dev;
    private ReadOnlySpan<char> _local;

    public static bool TryParse(ReadOnlySpan<char> text, out PythonVersion version)
    {
        version = default;
        var rest = text.Trim();
        Leading.Skip(ref rest, "vV");
        version._epoch = Digits.Take(ref rest);
        if (!version._epoch.IsEmpty && Leading.Skip(ref rest, "!"))
        {
            version._release = TakeRelease(ref rest, Digits.Count(rest));
        }
        else
        {
            rest = text.Trim();
            Leading.Skip(ref rest, "vV");
            version._epoch = default;
            version._release = TakeRelease(ref rest, Digits.Count(rest));
        }

        if (version._release.IsEmpty) return false;
        version._pre = TakePart(ref rest, PreReleases);
        version._post = TakeImplicitPost(ref rest);
        if (!version._post.Exists) version._post = TakePart(ref rest, PostReleases);
        version._dev = TakePart(ref rest, Developments);
        if (rest.IsEmpty) return true;
        version._local = rest[1..];
        return rest[0] == '+' && IsLocal(version._local);
    }

    public static int Compare(in PythonVersion left, in PythonVersion right)
    {
        var result = Digits.Compare(left._epoch, right._epoch);
        if (result == 0) result = CompareReleases(left._release, right._release);
        if (result == 0) result = left.Stage - right.Stage;
        if (result == 0) result = Digits.Compare(left._pre.Number, right._pre.Number);
        if (result == 0) result = left._post.Exists.CompareTo(right._post.Exists);
        if (result == 0) result = Digits.Compare(left._post.Number, right._post.Number);
        if (result == 0) result = right._dev.Exists.CompareTo(left._dev.Exists);
        if (result == 0) result = Digits.Compare(left._dev.Number, right._dev.Number);
        return result != 0 ? result : CompareLocals(left._local, right._local);
    }

    /// <summary>A development release of the final version comes before its pre-releases.</summary>
    private readonly int Stage => _pre.Exists ? _pre.Stage : _dev.Exists && !_post.Exists ? -1 : 3;

    /// <summary>Takes the numbers of a release, of which the first has a known length.</summary>
    private static ReadOnlySpan<char> TakeRelease(scoped ref ReadOnlySpan<char> rest, int length)
    {
        if (length == 0) return default;
        while (length + 1 < rest.Length && rest[length] == '.' && char.IsAsciiDigit(rest[length + 1]))
        {
            length += 1 + Digits.Count(rest[(length + 1)..]);
        }

        return Leading.Take(ref rest, length);
    }

    private static Part TakePart(scoped ref ReadOnlySpan<char> rest, (string Word, int Stage)[] words)
    {
        var after = rest;
        Leading.Skip(ref after, Separators);
        foreach (var (word, stage) in words)
        {
            if (!Leading.SkipWord(ref after, word)) continue;
            var number = after;
            Leading.Skip(ref number, Separators);
            rest = number;
            return new Part { Exists = true, Stage = stage, Number = Digits.Take(ref rest) };
        }

        return default;
    }

    /// <summary>A post-release may be a hyphen and a number only.</summary>
    private static Part TakeImplicitPost(scoped ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] != '-' || !char.IsAsciiDigit(rest[1])) return default;
        rest = rest[1..];
        return new Part { Exists = true, Number = Digits.Take(ref rest) };
    }

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        var mayEnd = false;
        foreach (var character in local)
        {
            var isSeparator = Separators.Contains(character);
            if (isSeparator ? !mayEnd : !char.IsAsciiLetterOrDigit(character)) return false;
            mayEnd = !isSeparator;
        }

        return mayEnd;
    }

    /// <summary>Zeros at the end do not count.</summary>
    private static int CompareReleases(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty || !right.IsEmpty)
        {
            var result = Digits.Compare(Leading.TakeUntil(ref left, '.'), Leading.TakeUntil(ref right, '.'));
            if (result != 0) return result;
        }

        return 0;
    }

    /// <summary>A number comes after a text; a list after its own beginning.</summary>
    private static int CompareLocals(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var l = TakeLocal(ref left);
            var r = TakeLocal(ref right);
            var isNumber = Digits.Are(l);
            var result = isNumber != Digits.Are(r) ? (isNumber ? 1 : -1)
                : isNumber ? Digits.Compare(l, r)
                : l.CompareTo(r, StringComparison.OrdinalIgnoreCase);
            if (result != 0) return result;
        }

        return left.Length - right.Length;
    }

    private static ReadOnlySpan<char> TakeLocal(scoped ref ReadOnlySpan<char> local)
    {
        var end = local.IndexOfAny(Separators);
        var part = Leading.Take(ref local, end < 0 ? local.Length : end);
        Leading.Skip(ref local, Separators);
        return part;
    }

    private readonly ref struct Part
    {
        public bool Exists { get; init; }

        public int Stage { get; init; }

        public ReadOnlySpan<char> Number { get; init; }
    }
}
