namespace ContainerGuard.Generation.Go;

/// <summary>
/// Which files go build leaves out on Linux: by their names and by the line <c>//go:build</c> (pkg.go.dev/cmd/go, "Build constraints").
/// </summary>
internal static class GoConstraint
{
    private const string Line = "//go:build ";

    /// <summary>Values of GOOS (go.dev/doc/install/source, "environment") except for linux.</summary>
    private static readonly string[] OtherSystems =
        ["windows", "darwin", "freebsd", "netbsd", "openbsd", "dragonfly", "solaris", "illumos", "aix", "android", "ios", "js", "plan9",
            "wasip1", "hurd", "nacl", "zos"];

    /// <summary>Tags that depend on the platform and on the settings of the build.</summary>
    private static readonly string[] Open =
        ["amd64", "arm64", "386", "arm", "ppc64le", "s390x", "riscv64", "loong64", "mips", "mipsle", "mips64", "mips64le", "wasm",
            "cgo", "race"];

    /// <param name="name">The name of a Go file, without its extension.</param>
    public static bool IsForOthers(string name)
    {
        var parts = name.Split('_');
        return parts[^1] == "test" || parts.Skip(1).TakeLast(2).Any(static part => Array.IndexOf(OtherSystems, part) >= 0);
    }

    /// <param name="text">The text of a Go file.</param>
    /// <returns>Whether its constraint leaves it out on Linux, for each architecture.</returns>
    public static bool ExcludesLinux(string text)
    {
        var isFirst = text.StartsWith(Line, StringComparison.Ordinal);
        var at = isFirst ? 0 : text.IndexOf("\n" + Line, StringComparison.Ordinal) + 1;
        if (at == 0 && !isFirst) return false;
        var reader = new Reader(text[(at + Line.Length)..].Split('\n')[0]);
        return reader.Any() is false && reader.IsAtEnd;
    }

    /// <param name="tag">A tag of a constraint.</param>
    /// <returns>Its value on Linux; null if it depends on the platform or on the settings.</returns>
    public static bool? OnLinux(string tag)
    {
        if (tag is "linux" or "unix" or "gc" || tag.StartsWith("go1.", StringComparison.Ordinal)) return true;
        if (Array.IndexOf(Open, tag) >= 0) return null;

        // The generated Dockerfile sets no tags, so the tags of a project are false. For tools, "ignore" and "tools" are usual names.
        return false;
    }

    /// <summary>A recursive-descent reader of the expression, with three truth values.</summary>
    private sealed class Reader(string text)
    {
        private int _at;

        public bool IsAtEnd => Next() == '\0';

        public bool? Any()
        {
            var value = All();
            while (Take("||"))
            {
                var other = All();
                value = value is true || other is true ? true : value is null || other is null ? null : false;
            }

            return value;
        }

        private bool? All()
        {
            var value = One();
            while (Take("&&"))
            {
                var other = One();
                value = value is false || other is false ? false : value is null || other is null ? null : true;
            }

            return value;
        }

        private bool? One()
        {
            if (Take("!")) return !One();
            if (Take("("))
            {
                var value = Any();
                return Take(")") ? value : null;
            }

            Next();
            var start = _at;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '.')) _at++;
            return _at == start ? null : OnLinux(text[start.._at]);
        }

        private char Next()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            return _at < text.Length ? text[_at] : '\0';
        }

        private bool Take(string token)
        {
            if (Next() == '\0' || string.CompareOrdinal(text, _at, token, 0, token.Length) != 0) return false;
            _at += token.Length;
            return true;
        }
    }
}
