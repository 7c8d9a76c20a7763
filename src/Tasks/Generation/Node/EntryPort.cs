using System.Globalization;

namespace ContainerGuard.Generation.Node;

/// <summary>The port in the text of an entry file, JavaScript or TypeScript.</summary>
internal static class EntryPort
{
    private static readonly string[] Variables =
    [
        "process.env.PORT", "process.env['PORT']", "process.env[\"PORT\"]", "Bun.env.PORT",
        "Deno.env.get(\"PORT\")", "Deno.env.get('PORT')",
    ];

    /// <summary>Calls with the port: those of Node.js, and <c>serve({ port })</c> of bun, of Deno and of Hono.</summary>
    private static readonly string[] Calls = [".listen(", "serve("];

    /// <summary>The default of <c>process.env.PORT</c>, or the argument of <c>listen</c>; and whether the variable is read.</summary>
    public static (int? Port, bool IsAskedFor) In(string text)
    {
        foreach (var variable in Variables)
        {
            for (var at = text.IndexOf(variable, StringComparison.Ordinal); at >= 0; at = text.IndexOf(variable, at + 1,
                StringComparison.Ordinal))
            {
                var rest = text.AsSpan(at + variable.Length);
                if (rest.Length > 0 && (char.IsAsciiLetterOrDigit(rest[0]) || rest[0] == '_')) continue;
                return (DefaultOf(text, rest), true);
            }
        }

        // const { PORT = 3000 } = process.env
        var destructured = text.IndexOf("} = process.env", StringComparison.Ordinal);
        var start = destructured < 0 ? -1 : text.LastIndexOf('{', destructured);
        var port = start < 0 ? -1 : text.IndexOf("PORT", start, destructured - start, StringComparison.Ordinal);
        if (port >= 0)
        {
            var rest = text.AsSpan(port + "PORT".Length).TrimStart();
            return (rest.StartsWith("=") ? NumberAt(text, rest[1..]) : null, true);
        }

        var call = Array.Find(Calls, call => text.Contains(call, StringComparison.Ordinal));
        if (call is null) return (null, false);
        var argument = text.AsSpan(text.IndexOf(call, StringComparison.Ordinal) + call.Length).TrimStart();
        if (!argument.StartsWith("{")) return (NumberAt(text, argument), false);
        var end = argument.IndexOf('}');
        var member = end < 0 ? -1 : argument[..end].IndexOf("port:", StringComparison.Ordinal);
        return (member < 0 ? null : NumberAt(text, argument[(member + "port:".Length)..]), false);
    }

    /// <summary>The default after the variable: <c>|| 1</c>, <c>?? 1</c>, <c>, 10) || 1</c>, <c>? Number(…) : 1</c>.</summary>
    private static int? DefaultOf(string text, ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(" \t\r\n!");
        if (rest.StartsWith("as ") && rest.IndexOfAny("|?;)") is >= 0 and var operand) rest = rest[operand..];
        foreach (var radix in (ReadOnlySpan<string>)[", 10)", ",10)"])
        {
            if (rest.StartsWith(radix)) rest = rest[radix.Length..];
        }

        rest = rest.TrimStart(") \t\r\n");

        if (rest.StartsWith("||") || rest.StartsWith("??")) return NumberAt(text, rest[2..]);
        if (!rest.StartsWith("?")) return null;
        var colon = rest.IndexOf(':');
        return colon < 0 || rest[..colon].Contains(';') ? null : NumberAt(text, rest[(colon + 1)..]);
    }

    /// <summary>A number, or the constant that has one: <c>const port = 3000</c>.</summary>
    private static int? NumberAt(string text, ReadOnlySpan<char> rest, bool isConstant = false)
    {
        rest = rest.TrimStart(" \t\r\n\"'(");
        foreach (var call in (ReadOnlySpan<string>)["Number(", "parseInt("])
        {
            if (rest.StartsWith(call)) rest = rest[call.Length..].TrimStart(" \"'");
        }

        var length = 0;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] is '_' or '$')) length++;
        var word = rest[..length].ToString();
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number is > 0 and < 65536
            ? number : null;
        }

        if (isConstant || word.Length == 0 || char.IsAsciiDigit(word[0])) return null;
        foreach (var declaration in (ReadOnlySpan<string>)[$"const {word} =", $"let {word} =", $"var {word} =", $"const {word}: number ="])
        {
            var at = text.IndexOf(declaration, StringComparison.Ordinal);
            if (at >= 0) return NumberAt(text, text.AsSpan(at + declaration.Length), isConstant: true);
        }

        return null;
    }
}
