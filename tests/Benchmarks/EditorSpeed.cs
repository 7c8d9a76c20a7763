using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// The language server as an editor sees it: the time from a keystroke to its findings in a file of 500 lines, and the memory of the server
/// over 10,000 edits.
/// </summary>
internal static class EditorSpeed
{
    private const int Lines = 500;
    private const int WarmUp = 100;
    private const int Keystrokes = 500;
    private const int Edits = 10_000;

    /// <param name="program">The command <c>containerguard</c>.</param>
    public static async Task Run(string program)
    {
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder.Combine(".git"));
        for (var file = 0; file < 200; file++) folder.Write($"src/{file % 20}/file{file}.cs", "");
        var text = Dockerfile();
        var uri = LspClient.UriOf(folder.Write("Dockerfile", text));
        var watch = Stopwatch.StartNew();
        await using var client = LspClient.Start(program, ["lsp"], folder.Path);
        await client.InitializeAsync([folder.Path]);
        await client.OpenAsync(uri, text);
        var findings = await client.FindingsAsync(uri, 1);
        Write($"from the start of the process to the first findings: {watch.ElapsedMilliseconds} ms, {findings.Length} findings");

        var version = 1;
        var times = new List<double>();
        for (var key = 0; key < WarmUp + Keystrokes; key++)
        {
            client.Forget();
            watch.Restart();
            await TypeAsync(client, uri, ++version, key);
            await client.FindingsAsync(uri, version);
            if (key >= WarmUp) times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        var (median, most95) = (times[times.Count / 2], times[times.Count * 95 / 100]);
        Write($"keystroke to findings: median {median:F1} ms, 95 % {most95:F1} ms, most {times[^1]:F1} ms");
        var memory = new StringBuilder("memory (working set):");
        for (var edit = 0; edit <= Edits; edit++)
        {
            if (edit % 2_000 == 0)
            {
                await client.FindingsAsync(uri, version);
                client.Forget();
                client.Server!.Refresh();
                memory.Append(CultureInfo.InvariantCulture, $" {client.Server.WorkingSet64 >> 20} MiB after {edit} edits;");
                await TypeAsync(client, uri, ++version, 0);
                await client.FindingsAsync(uri, version);
            }

            await TypeAsync(client, uri, ++version, edit);
        }

        Write(memory.ToString().TrimEnd(';'));
        await client.RequestAsync("shutdown", null);
        await client.NotifyAsync("exit", null);
    }

    /// <summary>Types "USER root" in the last line, character by character, and then removes it.</summary>
    private static Task TypeAsync(LspClient client, string uri, int version, int key)
    {
        const string Typed = "USER root";
        var at = key % (Typed.Length + 1);
        return at == Typed.Length
            ? client.ChangeAsync(uri, version, (Lines, 0), (Lines, Typed.Length), "")
            : client.ChangeAsync(uri, version, (Lines, at), (Lines, at), Typed[at..(at + 1)]);
    }

    private static string Dockerfile()
    {
        var text = new StringBuilder("# syntax=docker/dockerfile:1\nFROM debian:13 AS base\n");
        for (var line = 3; line <= Lines; line++)
        {
            text.Append((line % 10) switch
            {
                0 => $"FROM base AS stage{line}",
                1 or 2 => "RUN apt-get update && apt-get install -y curl ca-certificates \\",
                3 => "    && rm -rf /var/lib/apt/lists/*",
                4 => $"COPY src/{line % 20} /app/{line}/",
                5 => $"ENV NAME{line}=\"value of $PATH\" OTHER{line}=b",
                6 => "RUN cd /app && curl -fsSL https://example.com/a.tgz | tar -xz",
                7 => "WORKDIR /app",
                8 => $"LABEL org.example.line{line}=\"{line}\"",
                _ => "# a comment",
            }).Append('\n');
        }

        return text.ToString();
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Write(string line) => Console.WriteLine(line);
}
