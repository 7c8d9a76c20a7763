using System.Diagnostics;
using static ContainerGuard.Tests.Unit.Dockerfile.LinearTimeTests;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>The time of a check grows with the length of the file, also where a rule reports a finding for every line.</summary>
public sealed class RuleTimeTests
{
    /// <summary>Shorter than for one shape: there are some 3,000 examples, each checked twice.</summary>
    private const int Length = Size / 4;

    /// <summary>What makes a rule speak, again and again: in one stage, and in stage after stage.</summary>
    [Theory]
    [MemberData(nameof(RulePageTests.Pages), MemberType = typeof(RulePageTests))]
    public void Examples_of_a_rule_cost_what_they_are_long(string page)
    {
        foreach (var example in RulePage.Read(page).Examples)
        {
            var stage = example.Text.IndexOf("FROM", StringComparison.OrdinalIgnoreCase);
            if (stage < 0) continue;
            var body = example.Text.IndexOf('\n', stage) + 1;
            var watch = Stopwatch.StartNew();
            (example with { Text = example.Text[..body] + Repeat(example.Text[body..] + "\n", Length) }).Findings();
            (example with { Text = example.Text[..stage] + Repeat(example.Text[stage..] + "\n", Length) }).Findings();
            watch.Elapsed.ShouldBeLessThan(Bound / 4);
        }
    }
}
