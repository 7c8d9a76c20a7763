using System.Text.Json;

namespace ContainerGuard.Tests.Support;

/// <summary>A public Dockerfile and what BuildKit says of it.</summary>
/// <param name="Id">Its name in the corpus.</param>
/// <param name="Text">The file.</param>
/// <param name="Refused">Why BuildKit does not build it; null if it does.</param>
/// <param name="Line">The line it refuses, from 1; null where it names none.</param>
/// <param name="Warnings">The findings of its checks: name and line.</param>
public sealed record CorpusFile(string Id, string Text, string? Refused, int? Line, IReadOnlyList<(string Check, int Line)> Warnings);

/// <summary>
/// Public Dockerfiles with BuildKit's verdicts, every base image taken as linux/amd64 with an empty configuration. They are no part of this
/// repository: they are found in a folder shared/corpus beside or above it, or where CONTAINERGUARD_CORPUS says.
/// </summary>
public static class Corpus
{
    /// <summary>The files of the corpus, a verdict a line; empty where there is none.</summary>
    public static IReadOnlyList<string> Paths { get; } = Find();

    public static IEnumerable<CorpusFile> Read(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            var verdict = json.RootElement.GetProperty("buildkit");
            yield return new CorpusFile(
                json.RootElement.GetProperty("id").GetString()!,
                json.RootElement.GetProperty("dockerfile").GetString()!,
                verdict.GetProperty("refused").GetString(),
                verdict.GetProperty("line") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null,
                [.. verdict.GetProperty("warnings")
                    .EnumerateArray().Select(static warning => (warning[0].GetString()!, warning[1].GetInt32()))]);
        }
    }

    private static string[] Find()
    {
        var folder = Environment.GetEnvironmentVariable("CONTAINERGUARD_CORPUS");
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); folder is null && parent is not null; parent = parent.Parent)
        {
            var candidate = Path.Combine(parent.FullName, "shared", "corpus");
            if (Directory.Exists(candidate)) folder = candidate;
        }

        return folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl") : [];
    }
}
