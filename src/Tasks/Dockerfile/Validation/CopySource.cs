namespace ContainerGuard.Dockerfile;

/// <summary>The kind of a source of COPY or ADD (moby/buildkit, dockerfile/dfgitutil and util/gitutil).</summary>
internal enum CopySourceKind
{
    Local,
    Http,
    Git,
}

internal static class CopySource
{
    public static CopySourceKind Classify(string source)
    {
        if (source.StartsWith("./", StringComparison.Ordinal) || source.StartsWith("../", StringComparison.Ordinal))
        {
            return CopySourceKind.Local;
        }

        var scheme = source.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && IsAlphanumeric(source.AsSpan(0, scheme)))
        {
            var isHttp = source.StartsWith("http://", StringComparison.Ordinal) || source.StartsWith("https://", StringComparison.Ordinal);
            return source[..scheme].ToLowerInvariant() switch
            {
                "http" or "https" when IsGitPath(source.AsSpan(scheme + 3)) => CopySourceKind.Git,
                "http" or "https" when isHttp => CopySourceKind.Http,
                "ssh" or "git" => CopySourceKind.Git,
                _ => CopySourceKind.Local,
            };
        }

        return IsScpStyle(source) ? CopySourceKind.Git : CopySourceKind.Local;
    }

    /// <summary>An http(s) URL is a Git repository when its path ends in .git.</summary>
    private static bool IsGitPath(ReadOnlySpan<char> afterScheme)
    {
        var end = afterScheme.IndexOfAny('?', '#');
        var path = end < 0 ? afterScheme : afterScheme[..end];
        var slash = path.IndexOf('/');
        return slash >= 0 && path.EndsWith(".git");
    }

    /// <summary><c>user@host:path</c>.</summary>
    private static bool IsScpStyle(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        if (at < 1 || text[..at].ContainsAnyExcept(AlphanumericAnd("-_")))
        {
            return false;
        }

        var host = text[(at + 1)..];
        var colon = host.IndexOf(':');
        return colon > 0 && !host[..colon].ContainsAnyExcept(AlphanumericAnd("-."));
    }

    private static bool IsAlphanumeric(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static string AlphanumericAnd(string others) => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + others;
}
