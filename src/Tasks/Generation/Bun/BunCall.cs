namespace ContainerGuard.Generation.Bun;

/// <summary>A command line of <c>bun</c> that runs a file (bun.com/docs, "bun run").</summary>
/// <param name="Arguments">The arguments of <c>bun</c>, without those that have no use in an image.</param>
/// <param name="File">The file that it runs.</param>
internal sealed record BunCall(IReadOnlyList<string> Arguments, string File)
{
    /// <summary>The port of <c>Bun.serve</c> and of a default export with <c>fetch</c>, unless the variable PORT has another.</summary>
    private const int DefaultPort = 3000;

    private static readonly string[] Endings = [".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts", ".cjs", ".cts"];

    /// <summary>Options whose value is the next word.</summary>
    private static readonly string[] OptionsWithValue =
        ["-r", "--preload", "--require", "--import", "--cwd", "-c", "--config", "--conditions", "--port"];

    /// <summary>Commands of bun itself, which precede scripts of the same name.</summary>
    private static readonly string[] Commands =
        ["build", "test", "install", "i", "add", "a", "remove", "rm", "update", "x", "pm", "create", "c", "init", "upgrade", "link",
            "unlink", "publish", "patch", "exec", "repl", "outdated", "audit", "why", "info", "feedback"];

    public static bool IsCommand(string word) => Array.IndexOf(Commands, word) >= 0;

    /// <summary>Whether a word is the path of a file that bun runs, and not the name of a script or of a program.</summary>
    public static bool IsFile(string word) =>
        word.StartsWith("./", StringComparison.Ordinal) || Array.Exists(Endings, ending => word.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Reads a command line; null if it runs no file.</summary>
    /// <param name="words">The words after <c>bun</c>.</param>
    public static BunCall? Parse(IEnumerable<string> words)
    {
        var arguments = new List<string>();
        string? file = null;
        var rest = words.ToArray();
        for (var index = 0; index < rest.Length; index++)
        {
            var word = rest[index];
            if (file is null)
            {
                if (word is "--bun" or "-b" || (word == "run" && arguments.Count == 0)) continue;

                // The image has no .env: the variables are set when the container starts.
                if (word.StartsWith("--env-file", StringComparison.Ordinal))
                {
                    if (!word.Contains('=', StringComparison.Ordinal)) index++;
                    continue;
                }

                if (word[0] != '-') file = word;
                else if (Array.IndexOf(OptionsWithValue, word) >= 0 && index + 1 < rest.Length) arguments.Add(rest[index++]);
            }

            arguments.Add(rest[index]);
        }

        return file is null ? null : new(arguments, file);
    }

    /// <summary>The port of a server without a port in its text; null for a text that starts no server of bun's.</summary>
    public static int? PortOf(string text) =>
        text.Contains("Bun.serve(", StringComparison.Ordinal) || text.Contains("serve({", StringComparison.Ordinal)
        || (text.Contains("export default", StringComparison.Ordinal) && !text.Contains(".listen(", StringComparison.Ordinal))
            ? DefaultPort
            : null;
}
