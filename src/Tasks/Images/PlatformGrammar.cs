using ContainerGuard.Text;

namespace ContainerGuard.Images;

/// <summary>
/// The syntax of a platform, as in containerd/platforms: <c>os[(version)][/architecture[/variant]]</c>, or only a known architecture.
/// </summary>
internal static class PlatformGrammar
{
    private static readonly string[] Systems =
    [
        "aix", "android", "darwin", "macos", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd",
        "plan9", "solaris", "windows", "zos",
    ];

    private static readonly string[] Architectures =
    [
        "386", "i386", "amd64", "x86_64", "x86-64", "amd64p32", "arm", "armhf", "armel", "armbe", "arm64", "aarch64", "arm64be",
        "ppc64", "ppc64le", "loong64", "mips", "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64",
        "s390", "s390x", "sparc", "sparc64", "wasm",
    ];

    public static bool IsValid(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 3 || !IsSystem(parts[0]))
        {
            return false;
        }

        if (parts.Length == 1)
        {
            var name = WithoutOptions(text);
            return Systems.Contains(name) || Architectures.Contains(name);
        }

        for (var i = 1; i < parts.Length; i++)
        {
            if (!IsName(parts[i], "_.-"))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Completes a valid platform: the default architecture is amd64, the default system is Linux.</summary>
    public static string Complete(string text) =>
        text.Contains('/') ? text
        : Systems.Contains(WithoutOptions(text)) ? $"{text}/amd64"
        : $"linux/{text}";

    private static string WithoutOptions(string text)
    {
        var options = text.IndexOf('(');
        return (options < 0 ? text : text[..options]).ToLowerInvariant();
    }

    private static bool IsSystem(ReadOnlySpan<char> text)
    {
        var options = text.IndexOf('(');
        if (options < 0)
        {
            return IsName(text, "_-");
        }

        if (text[^1] != ')' || !IsName(text[..options], "_-"))
        {
            return false;
        }

        var inside = text[(options + 1)..^1];
        var isVersion = true;
        foreach (var part in inside.PiecesAt('+'))
        {
            if (part.IsEmpty ? !isVersion : !IsName(part, "_.%-"))
            {
                return false;
            }

            isVersion = false;
        }

        return true;
    }

    private static bool IsName(ReadOnlySpan<char> text, ReadOnlySpan<char> others)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !others.Contains(c))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
