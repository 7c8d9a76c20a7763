using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// How many findings of tally on files of the corpus are found here as well, for each of its rules that is an alias of one of ours, and the
/// time of both. tally ends without output at a file that BuildKit refuses, so only accepted files are taken.
/// </summary>
internal static class TallyAgreement
{
    /// <summary>By tally's name of a rule: <c>tally/shell-run-in-scratch</c>, <c>hadolint/DL3006</c>.</summary>
    private static readonly ILookup<string, string> Aliases = RuleCatalogue.Descriptors
        .SelectMany(static rule => rule.Aliases.Select(alias => (Name: alias.Replace(':', '/'), rule.Id)))
        .ToLookup(static pair => pair.Name, static pair => pair.Id);

    /// <summary>Prints the table; for one rule, the files and lines of its findings that are not found here instead.</summary>
    /// <param name="program">The program, which the npm package of its platform has.</param>
    /// <param name="count">The number of files, evenly spread over the corpus.</param>
    /// <param name="wanted">A rule such as tally/curl-should-follow-redirects; null for the table.</param>
    public static void Run(string program, int count, string? wanted)
    {
        var root = Directory.CreateTempSubdirectory("containerguard-tally-").FullName;
        try
        {
            var files = Choose(count);
            foreach (var (id, text) in files)
            {
                Directory.CreateDirectory(Path.Combine(root, id));
                File.WriteAllText(Path.Combine(root, id, "Dockerfile"), text);
            }

            var theirs = Ask(program, root, files.Select(static file => $"{file.Id}/Dockerfile"), out var time);
            var before = Stopwatch.GetTimestamp();
            var agreement = new AliasAgreement(Aliases);
            foreach (var (id, text) in files)
            {
                agreement.Add(text, theirs[id], finding =>
                {
                    if (finding.Rule == wanted && !finding.IsInFile) Console.WriteLine($"{id}:{finding.Line}");
                });
            }

            var own = Stopwatch.GetElapsedTime(before);
            if (wanted is null) Print(agreement);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{files.Count} files: tally {time.TotalSeconds:F1} s, ContainerGuard {own.TotalSeconds:F1} s"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Files that BuildKit accepts.</summary>
    private static List<(string Id, string Text)> Choose(int count)
    {
        (string Id, string Text)[] accepted =
            [.. Corpus.Paths.SelectMany(Corpus.Read)
                .Where(static file => file.Refused is null)
                .Select(static file => (file.Id, file.Text))];
        var step = Math.Max(1, accepted.Length / count);
        return [.. accepted.Where((_, index) => index % step == 0).Take(count)];
    }

    /// <summary>tally's findings by file: rule and line. ShellCheck and the checks that ask registries are off.</summary>
    private static ILookup<string, (string Rule, int Line)> Ask(
        string program, string root, IEnumerable<string> files, out TimeSpan time)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] options = ["lint", "--format", "json", "--no-config", "--slow-checks", "off", "--ignore", "shellcheck/*"];
        foreach (var argument in options.Concat(files)) start.ArgumentList.Add(argument);
        var before = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        // The processor time of a process that has ended is not known on Linux.
        time = Stopwatch.GetElapsedTime(before);
        if (output.Length == 0) throw new InvalidOperationException(errors.Result);

        using var json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("files").EnumerateArray()
            .SelectMany(static file => file.GetProperty("violations").EnumerateArray().Select(violation => (
                File: file.GetProperty("file").GetString()!.Split('/')[0],
                Rule: violation.GetProperty("rule").GetString()!,
                Line: violation.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32())))
            .ToLookup(static finding => finding.File, static finding => (finding.Rule, finding.Line));
    }

    private static void Print(AliasAgreement agreement)
    {
        Console.WriteLine("| tally | findings | at the same instruction | in the same file | % |\n|---|---|---|---|---|");
        foreach (var (rule, count) in agreement.Counts)
        {
            AliasAgreement.Write($"`{rule}`", count, AliasAgreement.Percent(count.InFile, count.All, "F0"));
        }
    }
}
