using System.Globalization;

namespace ContainerGuard.Generation.Deno;

/// <summary>A command line of <c>deno</c> that runs a file (docs.deno.com, "deno run" and "deno serve").</summary>
/// <param name="Words">The words after <c>deno</c>, without those that have no use in an image.</param>
/// <param name="File">The file that it runs, or its address.</param>
/// <param name="Serves">Whether the command is <c>deno serve</c>.</param>
internal sealed record DenoCall(IReadOnlyList<string> Words, string File, bool Serves)
{
    /// <summary>The port of <c>deno serve</c> and of <c>Deno.serve</c> without another one.</summary>
    public const int DefaultPort = 8000;

    /// <summary>Options whose value is the next word; that of the others follows an equals sign.</summary>
    private static readonly string[] OptionsWithValue =
        ["-c", "--config", "--import-map", "--cert", "--location", "--seed", "--port", "--host", "--ext", "--preload", "--require", "-L",
            "--log-level"];

    /// <summary>The option that makes this a server for development; null without one.</summary>
    public string? Watch { get; private init; }

    /// <summary>The port among the options; null without one.</summary>
    public int? Port { get; private init; }

    /// <summary>Reads a command line; null if it runs no file.</summary>
    /// <param name="rest">The words after <c>deno</c>.</param>
    public static DenoCall? Parse(IReadOnlyList<string> rest)
    {
        var isServe = rest.ElementAtOrDefault(0) == "serve";
        var words = new List<string> { isServe ? "serve" : "run" };
        string? file = null;
        string? watch = null;
        int? port = null;
        for (var index = isServe || rest.ElementAtOrDefault(0) == "run" ? 1 : 0; index < rest.Count; index++)
        {
            var word = rest[index];
            if (file is not null)
            {
                words.Add(word);
                continue;
            }

            if (word[0] != '-')
            {
                file = word;
                words.Add(word);
                continue;
            }

            // The image has no .env: the variables are set when the container starts.
            if (word == "--env" || word.StartsWith("--env=", StringComparison.Ordinal)
                || word.StartsWith("--env-file", StringComparison.Ordinal))
            {
                continue;
            }

            if (word.StartsWith("--watch", StringComparison.Ordinal)) watch = word.Split('=')[0];
            words.Add(word);
            if (word.StartsWith("--port=", StringComparison.Ordinal)) port = Number(word["--port=".Length..]);
            if (Array.IndexOf(OptionsWithValue, word) < 0 || index + 1 >= rest.Count) continue;
            words.Add(rest[++index]);
            if (word == "--port") port = Number(rest[index]);
        }

        // "deno fmt" and "deno lint" run no file of the application.
        var isFile = file is not null && (file.Contains('.', StringComparison.Ordinal) || file.Contains('/', StringComparison.Ordinal)
            || DenoConfig.IsRemote(file) || words[0] == "serve" || rest[0] == "run");
        return isFile ? new(words, file!, isServe) { Watch = watch, Port = port } : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536 ? number : null;
}
