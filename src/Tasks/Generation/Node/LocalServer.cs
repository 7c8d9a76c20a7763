namespace ContainerGuard.Generation.Node;

/// <summary>Finds a server that listens only on the machine itself, in the text of an entry file, JavaScript or TypeScript.</summary>
internal static class LocalServer
{
    private const int MostOfArguments = 400;

    private static readonly string[] Addresses = ["localhost", "127.0.0.1"];

    private static readonly string[] Modules = ["'fastify'", "\"fastify\""];

    /// <summary>The address; null if the text names another one, none, or reads it from a variable.</summary>
    public static string? In(string text)
    {
        const string Listen = ".listen(";
        var at = text.IndexOf(Listen, StringComparison.Ordinal);
        if (at < 0) return null;
        var arguments = Arguments(text.AsSpan(at + Listen.Length));
        foreach (var address in Addresses)
        {
            foreach (var quote in (ReadOnlySpan<char>)['\'', '"', '`'])
            {
                var found = arguments.IndexOf($"{quote}{address}{quote}", StringComparison.Ordinal);
                if (found >= 0 && arguments[..found].TrimEnd() is [.., ',' or ':']) return address;
            }
        }

        // Fastify listens on localhost unless it is told another host (fastify.dev, "Server: listen").
        return Array.Exists(Modules, module => text.Contains(module, StringComparison.Ordinal))
            && arguments.TrimStart().StartsWith("{") && !arguments.Contains("host", StringComparison.OrdinalIgnoreCase)
            && !arguments.Contains("...", StringComparison.Ordinal)
            ? Addresses[0]
            : null;
    }

    /// <summary>The text up to the parenthesis that closes the call, or to its first function.</summary>
    private static ReadOnlySpan<char> Arguments(ReadOnlySpan<char> rest)
    {
        var depth = 0;
        for (var index = 0; index < rest.Length && index < MostOfArguments; index++)
        {
            if (rest[index] == '(') depth++;
            else if (rest[index] == ')' && depth-- == 0) return rest[..index];
            else if (rest[index..].StartsWith("=>")) return rest[..index];
        }

        return rest[..Math.Min(rest.Length, MostOfArguments)];
    }
}
