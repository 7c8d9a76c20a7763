using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// What each rule costs for a file of the corpus, in a warm process on one core. A rule that is the first to ask for what several share
/// (the scripts of RUN, the images) pays for it: their sum is what all cost, and the place in the table is not always the rule's own doing.
/// </summary>
internal static class RuleCosts
{
    private const int WarmUps = 8;
    private const int Rounds = 12;

    private static readonly FileFacts Facts = new() { Today = new DateOnly(2026, 11, 25) };

    public static void Run()
    {
        var files = Corpus.Paths.SelectMany(Corpus.Read).Select(static file => Encoding.UTF8.GetBytes(file.Text)).ToArray();
        var (ticks, bytes) = (new long[RuleCatalogue.All.Count], new long[RuleCatalogue.All.Count]);
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            if (round == WarmUps)
            {
                Array.Clear(ticks);
                Array.Clear(bytes);
            }

            foreach (var text in files) Measure(text, ticks, bytes);
        }

        var runs = (double)Rounds * files.Length;
        Console.WriteLine("| rule | µs a file | bytes a file |\n|---|---|---|");
        for (var i = 0; i < ticks.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {RuleCatalogue.All[i].Descriptor.Id} | {ticks[i] * 1e6 / Stopwatch.Frequency / runs:F2} | {bytes[i] / runs:F0} |"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| all | {ticks.Sum() * 1e6 / Stopwatch.Frequency / runs:F2} | {bytes.Sum() / runs:F0} |"));
    }

    private static void Measure(byte[] text, long[] ticks, long[] bytes)
    {
        var model = DockerfileModel.Create(DockerfileParser.Parse(SourceText.FromBytes(text, "Dockerfile")), Facts.ModelOptions);
        var findings = new Findings(new FileAnalysis(model, Facts), RuleCatalogue.All);
        var (time, memory) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < ticks.Length; i++)
        {
            findings.Collect(RuleCatalogue.All[i]);
            var (now, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            (ticks[i], bytes[i]) = (ticks[i] + now - time, bytes[i] + allocated - memory);
            (time, memory) = (now, allocated);
        }
    }
}
