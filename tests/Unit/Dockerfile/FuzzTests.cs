using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;
using Check = ContainerGuard.Tests.Unit.Rules.Check;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>
/// Dockerfiles with random damage: the tree keeps every byte, and all rules run to their end. CONTAINERGUARD_FUZZ says how many; seeds are
/// the numbers of the iterations, so a failure is found again by its own.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int DefaultIterations = 20_000;
    private const int SlowOnes = 50;
    private const int FixEvery = 4;

    private static readonly SeverityPolicy Everything = new(Level.All);

    /// <summary>A square makes minutes of what takes microseconds; a busy machine does not, of a file that is tried alone.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(1);

    private static readonly string[] Seeds =
        [.. OwnSeeds(), .. Corpus.Paths.SelectMany(Corpus.Read).Select(file => file.Text).Where(text => text.Length < 4_000).Take(2_000)];

    private static readonly string[] Pieces =
    [
        "\\", "\\\n", "\\ \n", "`", "`\n", "\"", "'", "$", "${", "}", "$A", "${A:-b}", "${A:+$B}", "${A:?x}", "${A#a*}", "${A##?}",
        "${A%%b}", "${A/a/b}", "${A//a/\\/}",
        "${A", " ", "\t", "\r", "\r\n", "\n", "\n\n", "\v", "\0", "#", "# x\n", "\u00A0", "\uFEFF", "é", "🐳", "<<", "<<EOF", "<<-EOF",
        "<<\"E F\"", "\nEOF\n", "\n\tEOF\n",
        "--", "--from=", "--from=0 ", "--mount=type=cache,target=/x ", "--mount=type=secret,id=a ", "--mount=\"a,b\" ", "--chmod=755 ",
        "--link ", "--platform=$X ", "--network=none ",
        "[\"a\", \"b\"]", "[\"a\", 1]", "[", "]", "{", "\"\\u00e9\"", "=", ",", ";", "&&", "|", "$(", "`a`", ")", "if ", "then ", "fi",
        "case ", "esac", "for x in ", "do ", "done",
        "FROM ", "FROM a AS b\n", "FROM b\n", "from x\n", "ONBUILD ", "ARG A\n", "ENV A b\n", "ENV A=$A$A\n", "LABEL a=b c\n",
        "EXPOSE 80/TCP 1.2.3.4:5:6\n", "SHELL [\"a\"]\n",
        "HEALTHCHECK NONE\n", "STOPSIGNAL 9\n", "WORKDIR a\n", "VOLUME \"\"\n", "USER $A\n", "COPY <<A <<B /x\n", "# escape=`\n",
        "# check=skip=all;error=true\n", "# syntax=a\n",
        "apt-get install -y x ", "sh -c 'a' ", "sudo ", "npm i ", "curl x | sh ", "AKIAIOSFODNN7ABCDEFG", "://a:b@c ",
        "0123456789012345678901234567890123456789",
    ];

    [Fact]
    public void Damaged_files_lose_no_byte_and_stop_no_rule()
    {
        var count =
            int.Parse(Environment.GetEnvironmentVariable("CONTAINERGUARD_FUZZ") ?? $"{DefaultIterations}", CultureInfo.InvariantCulture);
        var slow = new PriorityQueue<int, long>();
        var watch = Stopwatch.StartNew();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, iteration =>
        {
            var elapsed = Try(iteration);
            lock (slow)
            {
                if (slow.Count < SlowOnes) slow.Enqueue(iteration, elapsed);
                else slow.EnqueueDequeue(iteration, elapsed);
            }
        });

        // What took longest among all may have waited for its turn on the processor: it is timed again, alone, and the best of three
        // counts.
        var slowest = slow.UnorderedItems.Select(item => item.Element).Max(iteration => Enumerable.Range(0, 3).Min(_ => Try(iteration)));
        var time = TimeSpan.FromSeconds((double)slowest / Stopwatch.Frequency);
        output.WriteLine($"{count} iterations over {Seeds.Length} seeds in {watch.Elapsed.TotalSeconds:F0} s; "
            + $"the slowest takes {time.TotalMilliseconds:F1} ms");
        time.ShouldBeLessThan(Hang);
    }

    /// <summary>Checks one damaged file; gives how long that took, in ticks of <see cref="Stopwatch"/>.</summary>
    private static long Try(int iteration)
    {
        var start = Stopwatch.GetTimestamp();
        var bytes = Make(new Random(iteration));
        try
        {
            TreeInvariants.ShouldHold(bytes);
            var source = SourceText.FromBytes(bytes, "Dockerfile");
            var findings = RuleRunner.Run(source, Check.Facts, Everything);
            if (iteration % FixEvery == 0) FixesShouldHold(source, findings);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Iteration {iteration}: {failure.Message}\n{Convert.ToBase64String(bytes)}", failure);
        }

        return Stopwatch.GetTimestamp() - start;
    }

    /// <summary>No rule finds more than before, what was accepted is accepted, and a second time there is nothing to do.</summary>
    private static void FixesShouldHold(SourceText source, IReadOnlyList<Diagnostic> before)
    {
        var once = DockerfileFixer.Fix(source, Check.Facts, Everything);
        DockerfileFixer.Fix(once.Text, Check.Facts, Everything).Applied.ShouldBeEmpty();
        foreach (var rule in once.Left.GroupBy(finding => finding.Rule.Id))
        {
            rule.Count().ShouldBeLessThanOrEqualTo(before.Count(finding => finding.Rule.Id == rule.Key), rule.Key);
        }
    }

    private static byte[] Make(Random random)
    {
        var text = new StringBuilder(random.Next(8) == 0 ? "" : Seeds[random.Next(Seeds.Length)]);
        for (var damages = random.Next(1, 9); damages > 0; damages--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 2:
                    var other = Seeds[random.Next(Seeds.Length)];
                    var from = random.Next(other.Length + 1);
                    text.Insert(at, other.AsSpan(from, Math.Min(random.Next(1, 200), other.Length - from)));
                    break;
                default:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        for (var flips = random.Next(4) == 0 ? random.Next(1, 4) : 0; flips > 0 && bytes.Length > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    /// <summary>The Dockerfiles of the rules' pages.</summary>
    private static IEnumerable<string> OwnSeeds() =>
        Unit.Rules.RulePage.Ids.SelectMany(id => Unit.Rules.RulePage.Read(id).Examples).Select(example => example.Text);
}
