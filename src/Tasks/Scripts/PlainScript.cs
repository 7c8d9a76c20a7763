using System.Collections.Frozen;
using ContainerGuard.Text;

namespace ContainerGuard.Scripts;

/// <summary>
/// Scripts that ShellCheck has nothing to find in: known programs with literal words, joined by <c>&amp;&amp;</c>. More than half of the
/// scripts of public Dockerfiles are such ("apt-get update &amp;&amp; apt-get install -y git"), so ShellCheck does not get them.
/// <c>PlainScriptTests</c> asks a real ShellCheck about all of them in the corpus.
/// </summary>
internal static class PlainScript
{
    /// <summary>Characters without a meaning to a shell, except that of "=" in the first word of a command.</summary>
    private static readonly Characters Literal = Characters.Of("A-Za-z0-9_./:=@%+,^-");

    /// <summary>Programs that no check of ShellCheck is about. <c>find</c>, <c>tr</c>, <c>grep</c> and many builtins are missing.</summary>
    private static readonly FrozenSet<string> Programs = FrozenSet.Create(
        StringComparer.Ordinal,
        "./configure", "./gradlew", "./mvnw", "a2dismod", "a2enmod", "a2ensite", "addgroup", "adduser", "apk", "apt", "apt-get", "apt-key",
        "bower", "bundle", "cargo", "chmod", "chown", "cmake", "composer", "conda", "corepack", "curl", "dnf", "docker-php-ext-configure",
        "docker-php-ext-enable", "docker-php-ext-install", "dotnet", "dpkg", "g++", "gcc", "gem", "git", "go", "gradle", "groupadd", "gulp",
        "java", "javac", "ldconfig", "locale-gen", "make", "microdnf", "mvn", "node", "npm", "npx", "pecl", "pip", "pip3", "pipenv", "pnpm",
        "poetry", "python", "python3", "rails", "rake", "rustup", "tar", "tdnf", "touch", "unzip", "update-ca-certificates", "useradd",
        "usermod", "uv", "wget", "yarn", "yum", "zypper");

    /// <summary>Words that ShellCheck takes for a forgotten line break or semicolon (SC1010 and others).</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for", "function", "if", "in", "select", "then", "time", "until",
        "while");

    /// <summary>The folders that are emptied at the end of nearly every installation.</summary>
    private static readonly FrozenSet<string> Emptied =
        FrozenSet.Create(StringComparer.Ordinal, "/tmp/*", "/var/cache/apk/*", "/var/lib/apt/lists/*", "/var/tmp/*");

    public static bool Is(string script)
    {
        if (script.AsSpan().ContainsAny('\r', '\n')) return false;
        var commands = script.Split("&&");
        for (var i = 0; i < commands.Length; i++)
        {
            var words = commands[i].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || !IsPlain(words, isLast: i == commands.Length - 1)) return false;
        }

        return true;
    }

    private static bool IsPlain(string[] words, bool isLast)
    {
        var arguments = words.AsSpan(1);
        if (words[0] == "rm")
        {
            return !Contains(arguments, static word => !Emptied.Contains(word) && (!IsLiteral(word) || IsTopFolder(word)));
        }

        if (Contains(words, static word => !IsLiteral(word) || Reserved.Contains(word))) return false;
        return words[0] switch
        {
            // SC2164, SC2103: a failure that nothing stops, and a way back.
            "cd" => !isLast && arguments is [not ['-', ..]] && !arguments[0].Contains("..", StringComparison.Ordinal),

            // SC2174: the mode of "-p -m".
            "mkdir" => !Contains(arguments, static word => word.StartsWith('-') && word != "-p"),

            // SC2224 to SC2226: no destination.
            "cp" or "mv" or "ln" =>
                arguments.Length > 1 && !Contains(arguments, static word => word.StartsWith("-t", StringComparison.Ordinal)),
            "echo" => arguments.Length > 0 && !arguments[0].StartsWith('-'),
            "set" => !Contains(arguments, static word => word is not ("-e" or "-x" or "-u" or "-ex" or "-eux" or "-xe")),
            var program => Programs.Contains(program),
        };
    }

    private static bool IsLiteral(string word) => Literal.FirstOther(word) < 0;

    /// <summary>SC2114: a folder of the system.</summary>
    private static bool IsTopFolder(string word) => word.StartsWith('/') && word.AsSpan().TrimEnd('/').LastIndexOf('/') <= 0;

    private static bool Contains(ReadOnlySpan<string> words, Predicate<string> isWanted)
    {
        foreach (var word in words)
        {
            if (isWanted(word)) return true;
        }

        return false;
    }
}
