using ContainerGuard.Context;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>A password that a command line contains as the value of an option of a known program.</summary>
/// <param name="Place">The word with the password.</param>
/// <param name="Option">The option, without the password: <c>-p</c>.</param>
internal sealed record CommandPassword(ShellWord Place, string Option)
{
    private static readonly string[] Examples = ["changeit", "password", "pass", "xxx", "secret"];

    /// <summary>The options of other programs that name a password.</summary>
    private static readonly string[] LongOptions =
        ["--password", "--passwd", "--pass", "--api-key", "--apikey", "--token", "--auth-token", "--access-token", "--secret",
            "--client-secret", "--secret-key", "--db-password", "--admin-password", "--requirepass", "-password", "-Password",
            "--storepass", "-storepass", "-keypass", "--http-password", "--proxy-password", "--ftp-password"];

    /// <summary>The first password in a command; null without one.</summary>
    public static CommandPassword? In(ShellCommand command)
    {
        var words = command.Words;
        for (var i = 1; i < words.Length; i++)
        {
            var text = words[i].Text;
            var next = i + 1 < words.Length ? words[i + 1] : null;
            var equals = text.IndexOf('=');
            var option = equals > 0 ? text[..equals] : text;
            if (Array.IndexOf(LongOptions, option) >= 0)
            {
                if (equals > 0 && IsPassword(text[(equals + 1)..], words[i])) return new CommandPassword(words[i], option);
                if (equals < 0 && next is not null && IsPassword(next.Text, next)) return new CommandPassword(next, option);
            }
            else if (OfProgram(command, text, words[i], next) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static CommandPassword? OfProgram(ShellCommand command, string text, ShellWord word, ShellWord? next) => command.Name switch
    {
        "curl" when text is "-u" or "--user" or "-U" or "--proxy-user" => AfterColon(next, text),
        "curl" when text.StartsWith("--user=", StringComparison.Ordinal)
            || (text.StartsWith("-u", StringComparison.Ordinal) && text.Length > 2) =>
            AfterColon(word, text[..2]),
        "smbclient" or "ldapsearch" or "redis-cli" or "sqlcmd" or "unzip" or "7z" when text == ShortOf(command.Name) => Whole(next, text),
        "docker" or "podman" or "buildah" or "helm" or "oras" or "crane" or "skopeo" or "az"
            when text == "-p" && command.Arguments.Any(static argument => argument.Is("login")) => Whole(next, text),
        "sshpass" or "mysql" or "mysqldump" or "mysqladmin" or "mariadb" or "mariadb-dump" or "mariadb-admin"
            when text.StartsWith("-p", StringComparison.Ordinal) && text.Length > 2 => IsPassword(text[2..], word) ? new(word, "-p") : null,
        "sshpass" or "mongo" or "mongosh" or "mongodump" or "mongorestore" when text == "-p" => Whole(next, text),
        "openssl" when text is "-passin" or "-passout" or "-pass" or "-password" =>
            next?.Text.StartsWith("pass:", StringComparison.Ordinal) == true && IsPassword(next.Text[5..], next) ? new(next, text) : null,
        _ => null,
    };

    private static string ShortOf(string program) => program switch
    {
        "ldapsearch" => "-w",
        "redis-cli" => "-a",
        "smbclient" => "-U",
        "sqlcmd" or "unzip" => "-P",
        _ => "-p",
    };

    private static CommandPassword? Whole(ShellWord? value, string option) =>
        value is not null && IsPassword(value.Text, value) ? new(value, option) : null;

    private static CommandPassword? AfterColon(ShellWord? value, string option) =>
        value?.Text.IndexOf(':') is > 0 and var colon && IsPassword(value.Text[(colon + 1)..], value) ? new(value, option) : null;

    /// <summary>Whether a value is a password itself: not a variable, a placeholder, a file, or a documented default.</summary>
    private static bool IsPassword(string value, ShellWord word) =>
        value.Length >= 3 && word.Expansions.IsEmpty && value[0] is not ('-' or '/' or '@' or '$' or '<' or '{' or '%' or '*')
        && !value.Contains('$', StringComparison.Ordinal) && !Placeholder.Is(value) && !SecretNames.IsForBuildOnly(value)
        && !SecretNames.IsBlank(value) && Array.IndexOf(Examples, value.ToLowerInvariant()) < 0;
}
