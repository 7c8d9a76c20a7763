using System.Text.Json;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// How many of hadolint's findings on the corpus are found here as well, for each of its codes that is an alias of a rule: at the same
/// instruction, or only elsewhere in the file. docs/neighbours.md explains the differences.
/// </summary>
internal static class HadolintAgreement
{
    private static readonly ILookup<string, string> Aliases = RuleCatalogue.Descriptors
        .SelectMany(static rule => rule.Aliases.Select(alias => (Alias: alias, rule.Id)))
        .Where(static pair => pair.Alias.StartsWith("hadolint:", StringComparison.Ordinal))
        .ToLookup(static pair => pair.Alias["hadolint:".Length..], static pair => pair.Id);

    /// <summary>Prints the table; for one code, the findings that are not found here at their instruction instead.</summary>
    /// <param name="wanted">A code such as DL3009; null for the table.</param>
    public static void Run(string? wanted)
    {
        var agreement = new AliasAgreement(Aliases);
        foreach (var (id, text, warnings) in Corpus.Paths.SelectMany(Read))
        {
            if (warnings.Count == 0) continue;
            agreement.Add(text, warnings, finding =>
            {
                if (finding.Rule == wanted && !finding.IsAtInstruction) Console.WriteLine($"{id}:{finding.Line}");
            });
        }

        if (wanted is not null) return;
        Console.WriteLine("| hadolint | findings | at the same instruction | in the same file | % |\n|---|---|---|---|---|");
        foreach (var (code, count) in agreement.Counts) Write(code, count);
        var counts = agreement.Counts.Values;
        Write("all", new(
            counts.Sum(static count => count.All), counts.Sum(static count => count.AtInstruction),
            counts.Sum(static count => count.InFile)));
    }

    private static void Write(string code, AliasAgreement.Count count) =>
        AliasAgreement.Write(code, count, AliasAgreement.Percent(count.AtInstruction, count.All, "F1"));

    private static IEnumerable<(string Id, string Text, IReadOnlyList<(string Rule, int Line)> Warnings)> Read(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            yield return (
                json.RootElement.GetProperty("id").GetString()!,
                json.RootElement.GetProperty("dockerfile").GetString()!,
                [.. json.RootElement.GetProperty("hadolint").GetProperty("warnings").EnumerateArray()
                    .Select(static warning => (warning[0].GetString()!, warning[1].GetInt32()))]);
        }
    }
}
