using System.Buffers;
using System.Text.RegularExpressions;

namespace ContainerGuard.Rules;

/// <summary>
/// Removes secrets from a message that quotes a reference or a command: the user information of an address, and the values of options and
/// variables whose names say that they are passwords or tokens. A variable such as <c>$TOKEN</c> stays.
/// </summary>
internal static partial class SecretText
{
    private const string Mark = "***";

    /// <summary>A value that is written here, and not a variable, a placeholder or another option.</summary>
    private const string Value = @"(?![$<\s""'…*-])[^\s""'…]+";

    /// <summary>Nearly no message contains one of these, and a search for them is cheaper than the expressions.</summary>
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        ["@", "pass", "pwd", "token", "secret", "key", " -u", " --user", " -p"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The message without secrets.</summary>
    public static string Mask(string message)
    {
        if (!message.AsSpan().ContainsAny(Signs)) return message;

        message = UserInfo().Replace(message, $"$1{Mark}@");
        message = Option().Replace(message, $"$1{Mark}");
        message = Assignment().Replace(message, $"$1{Mark}");
        message = UserOption().Replace(message, $"$1:{Mark}");
        return ShortPassword().Replace(message, $"$1{Mark}");
    }

    /// <summary>
    /// The password before the at sign of an address or a reference (RFC 3986, section 3.2.1). A digest follows an at sign, too.
    /// </summary>
    [GeneratedRegex(
        @"(://|(?<=[\s'""(=]))[^\s/@'""$<>]+:[^\s/@'""$<>]+@(?!sha\d+:)|(?<=://)[^\s/@'""$<>:]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        @"(--?[a-z-]*(?:password|passwd|passphrase|token|secret|api-?key|access-?key|auth-?key)(?:=|\s+)[""']?)" + Value,
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Option();

    [GeneratedRegex(
        @"(\b\w*(?:PASSWORD|PASSWD|TOKEN|SECRET|API_?KEY|ACCESS_?KEY)=[""']?)(?![$<\s""'…*])[^\s""'…;&|,)]{3,}",
        RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    /// <summary><c>curl -u name:password</c> and similar.</summary>
    [GeneratedRegex(@"(\s(?:-u|--user)(?:=|\s*)[""']?[^\s:""'$]+):(?![$<\s""'…*/])[^\s""'…]+", RegexOptions.CultureInvariant)]
    private static partial Regex UserOption();

    /// <summary><c>sshpass -p password</c>, <c>docker login -p password</c>, <c>mysql -ppassword</c>.</summary>
    [GeneratedRegex(
        @"(\b(?:sshpass\b[^|;&]*?\s-p\s*|(?:docker|podman|helm)\s[^|;&]*?\blogin\b[^|;&]*?\s-p\s+"
            + @"|mysql\w*\b[^|;&]*?\s-p|mariadb\b[^|;&]*?\s-p))" + Value,
        RegexOptions.CultureInvariant)]
    private static partial Regex ShortPassword();
}
