using ContainerGuard.Context;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A password that a command line contains as the value of an option of a known program.</summary>
/// <param name="Place">The word with the password.</param>
/// <param name="Option">The option, without the password: <c>-p</c>.</param>
internal sealed record CommandPassword(ShellWord Place, string Option)
{
    private static readonly string[] Examples = ["changeit", "password", "pass", "xxx", "secret"];

    /// <summary>The options of all programs whose value is a password.</summary>
    private static readonly string[] LongOptions =
        ["--password", "--passwd", "--pass", "--api-key", "--apikey", "--token", "--auth-token", "--access-token", "--secret",
            "--client-secret", "--secret-key", "--db-password", "--admin-password", "--requirepass", "-password", "-Password",
            "--storepass", "-storepass", "-keypass", "-srcstorepass", "-deststorepass", "--http-password", "--proxy-password",
            "--ftp-password", "--passphrase"];

    /// <summary>The options of all programs whose value is <c>user:password</c>.</summary>
    private static readonly string[] Credentials = ["--creds", "--src-creds", "--dest-creds"];

    private static readonly string[] Registries =
        ["docker", "podman", "buildah", "nerdctl", "helm", "oras", "crane", "skopeo", "az", "regctl"];

    /// <summary>The options with a password, of programs that have no long one.</summary>
    private static readonly Dictionary<string, string> ShortOptions = new(StringComparer.Ordinal)
    {
        ["ldapadd"] = "-w",
        ["ldapdelete"] = "-w",
        ["ldapmodify"] = "-w",
        ["ldapsearch"] = "-w",
        ["mongo"] = "-p",
        ["mongodump"] = "-p",
        ["mongoimport"] = "-p",
        ["mongorestore"] = "-p",
        ["mongosh"] = "-p",
        ["redis-cli"] = "-a",
        ["smbclient"] = "-U",
        ["sqlcmd"] = "-P",
        ["ssh-keygen"] = "-N",
        ["sshpass"] = "-p",
        ["twine"] = "-p",
        ["unzip"] = "-P",
        ["zip"] = "-P",
    };

    /// <summary>Programs that take a password without a blank after <c>-p</c>.</summary>
    private static readonly string[] Joined =
        ["7z", "7za", "7zz", "mariadb", "mariadb-admin", "mariadb-dump", "mysql", "mysqladmin", "mysqldump", "mysqlimport", "sshpass"];

    /// <summary>Programs whose argument is a password; see <see cref="OfOperands"/>.</summary>
    private static readonly string[] WithOperand =
        ["mysqladmin", "mariadb-admin", "rabbitmqctl", "htpasswd", "mosquitto_passwd", "vault", "cargo", "aws", "net", "net.exe"];

    /// <summary>The options of curl that have no value, so that others can follow them in one word: <c>-fsSLu</c>.</summary>
    private static readonly Characters Flags = Characters.Of("fgijklnpqsvGILNOSZ0123456");

    /// <summary>The headers whose value is a credential after the name of the scheme (RFC 9110, 11.6.2).</summary>
    private static readonly string[] Schemes = ["basic", "bearer", "token", "apikey"];

    /// <summary>The first password in a command; null without one.</summary>
    public static CommandPassword? In(ShellCommand command)
    {
        if (command.Name is null || command.Words.Length < 2) return null;
        var words = command.Words;
        for (var i = 1; i < words.Length; i++)
        {
            var text = words[i].Text;
            var next = i + 1 < words.Length ? words[i + 1] : null;
            var equals = text.IndexOf('=');
            var option = equals > 0 ? text[..equals] : text;
            var (value, place) = equals > 0 ? (text[(equals + 1)..], words[i]) : (next?.Text ?? "", next ?? words[i]);
            if (Array.IndexOf(LongOptions, option) >= 0)
            {
                if (IsPassword(value, place)) return new CommandPassword(place, option);
            }
            else if (Array.IndexOf(Credentials, option) >= 0)
            {
                if (AfterColon(value, place)) return new CommandPassword(place, option);
            }
            else if (option is "-H" or "--header")
            {
                if (IsHeader(value, place)) return new CommandPassword(place, option);
            }
            else if (OfProgram(command, text, words[i], next) is { } found)
            {
                return found;
            }
            else if (equals > 0 && NameOf(option) is { } name && IsLongSecret(name, value) && IsPassword(value, words[i]))
            {
                return new CommandPassword(words[i], option);
            }
        }

        return command.Name is "echo" or "printf" ? OfInput(command)
            : Array.IndexOf(WithOperand, command.Name) >= 0 ? OfOperands(command)
            : null;
    }

    private static CommandPassword? OfProgram(ShellCommand command, string text, ShellWord word, ShellWord? next)
    {
        var program = command.Name!;
        if (program == "curl") return OfCurl(text, word, next);
        if (ShortOptions.TryGetValue(program, out var option) && text == option) return Whole(next, text);
        if (text.StartsWith("-p", StringComparison.Ordinal) && text.Length > 2 && Array.IndexOf(Joined, program) >= 0)
        {
            return IsPassword(text[2..], word) ? new(word, "-p") : null;
        }

        return text switch
        {
            "-p" when Array.IndexOf(Registries, program) >= 0 && Has(command, "login") => Whole(next, text),
            "-p" when program == "dotnet" && (Has(command, "nuget") || Has(command, "dev-certs")) => Whole(next, text),
            "-u" when program == "lftp" && next is not null => After(next, ',') ? new(next, text) : null,
            "-passin" or "-passout" or "-pass" or "-password" when program == "openssl" =>
                next?.Text.StartsWith("pass:", StringComparison.Ordinal) == true && IsPassword(next.Text[5..], next)
                    ? new(next, text)
                    : null,
            "-k" when program == "openssl" && Has(command, "enc") => Whole(next, text),
            _ => null,
        };
    }

    /// <summary><c>-u user:password</c>, also after other letters and without a blank.</summary>
    private static CommandPassword? OfCurl(string text, ShellWord word, ShellWord? next)
    {
        if (text is "--user" or "--proxy-user") return next is not null && AfterColon(next.Text, next) ? new(next, text) : null;
        if (text.StartsWith("--user=", StringComparison.Ordinal))
        {
            return AfterColon(text["--user=".Length..], word) ? new(word, "--user") : null;
        }

        if (text is not ['-', not '-', ..]) return null;
        var at = text.AsSpan().IndexOfAny('u', 'U');
        if (at < 1 || !Flags.ContainAll(text.AsSpan(1, at - 1))) return null;
        var option = $"-{text[at]}";
        return at + 1 < text.Length
            ? AfterColon(text[(at + 1)..], word) ? new(word, option) : null
            : next is not null && AfterColon(next.Text, next) ? new(next, option) : null;
    }

    /// <summary>Programs whose argument is the password, after a sub-command or a user.</summary>
    private static CommandPassword? OfOperands(ShellCommand command)
    {
        ShellWord[] operands = [.. command.Arguments.Where(static word => !word.Text.StartsWith('-'))];
        return (command.Name, operands.Select(static word => word.Text).ToArray()) switch
        {
            ("mysqladmin" or "mariadb-admin", [.., "password", _]) => Whole(operands[^1], "password"),
            ("rabbitmqctl", [.., "add_user" or "change_password", _, _]) => Whole(operands[^1], operands[^3].Text),
            ("htpasswd", [.., _, _]) when command.Line.Has("-b") => Whole(operands[^1], "-b"),
            ("mosquitto_passwd", [.., _, _]) when command.Line.Has("-b") => Whole(operands[^1], "-b"),
            ("vault" or "cargo", ["login", _]) => Whole(operands[1], "login"),
            ("aws", ["configure", "set", "aws_secret_access_key" or "aws_session_token", _]) => Whole(operands[3], operands[2].Text),
            ("net" or "net.exe", ["user", _, var value, ..]) when !value.StartsWith('/') => Whole(operands[2], "user"),
            _ => null,
        };
    }

    /// <summary><c>echo password | docker login --password-stdin</c></summary>
    private static CommandPassword? OfInput(ShellCommand command)
    {
        if (command.Name is not ("echo" or "printf")
            || command.Outermost.Pipeline.Elements is not [var first, ShellCommand login, ..] || first != command.Outermost
            || !login.Arguments.Any(static word => word.Text is "--password-stdin" or "--passphrase-fd"))
        {
            return null;
        }

        return Whole(command.Arguments.LastOrDefault(), "echo");
    }

    private static bool Has(ShellCommand command, string word) => command.Arguments.Any(argument => argument.Is(word));

    /// <summary>
    /// The name of a setting that an argument assigns: <c>-Ddb.password=x</c>, <c>--db-password=x</c>, <c>/d:sonar.token=x</c>; null for
    /// another argument.
    /// </summary>
    private static string? NameOf(string option)
    {
        var name = option switch
        {
            ['-', 'D' or 'P', .. var rest] => rest,
            ['-' or '/', 'd' or 'p', ':', .. var rest] => rest,
            ['-', '-', .. var rest] => rest,
            _ => null,
        };
        return name is { Length: > 0 } && Names.ContainAll(name) ? name : null;
    }

    private static bool IsLongSecret(string name, string value)
    {
        var words = name.Replace('.', '_').Replace('-', '_').Replace(':', '_');
        return (words.Contains("pass", StringComparison.OrdinalIgnoreCase) || words.Contains("token", StringComparison.OrdinalIgnoreCase)
                || words.Contains("secret", StringComparison.OrdinalIgnoreCase)
                || words.EndsWith("login", StringComparison.OrdinalIgnoreCase) || words.EndsWith("key", StringComparison.OrdinalIgnoreCase))
            && SecretNames.IsSecret(words.EndsWith("sonar_login", StringComparison.OrdinalIgnoreCase) ? "SONAR_TOKEN" : words, value);
    }

    /// <summary>Whether a header has a credential: <c>Authorization: Bearer …</c>, <c>PRIVATE-TOKEN: …</c>.</summary>
    private static bool IsHeader(string header, ShellWord word)
    {
        var colon = header.IndexOf(':');
        if (colon <= 0) return false;
        var (name, value) = (header[..colon].Trim(), header[(colon + 1)..].Trim());
        var isAuthorization = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase);
        if (isAuthorization && value.Split(' ', 2) is [var scheme, var credential])
        {
            if (!Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase)) return false;
            value = credential.Trim();
        }

        return value.Length >= 8 && !value.Contains(' ') && IsPassword(value, word)
            && (isAuthorization || SecretNames.IsSecret(name.Replace('-', '_'), value));
    }

    private static CommandPassword? Whole(ShellWord? value, string option) =>
        value is not null && IsPassword(value.Text, value) ? new(value, option) : null;

    private static bool AfterColon(string value, ShellWord word) =>
        value.IndexOf(':') is > 0 and var colon && IsPassword(value[(colon + 1)..], word);

    private static bool After(ShellWord value, char separator) =>
        value.Text.IndexOf(separator) is > 0 and var at && IsPassword(value.Text[(at + 1)..], value);

    private static readonly Characters Names = Characters.Of("0-9A-Za-z_.:-");

    /// <summary>Whether a value is a password itself: not a variable, a placeholder, a file, or a documented default.</summary>
    private static bool IsPassword(string value, ShellWord word) =>
        value.Length >= 3 && word.Expansions.IsEmpty && value[0] is not ('-' or '/' or '@' or '$' or '<' or '{' or '%' or '*')
        && !value.Contains('$', StringComparison.Ordinal) && !Placeholder.Is(value) && !SecretNames.IsForBuildOnly(value)
        && !SecretNames.IsBlank(value) && Array.IndexOf(Examples, value.ToLowerInvariant()) < 0;
}
