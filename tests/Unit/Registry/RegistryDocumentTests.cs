using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>docs/registries.md names the tests that prove each of its statements.</summary>
public partial class RegistryDocumentTests
{
    [Fact]
    public void Every_line_names_a_test_that_is_there()
    {
        var sources = Directory.GetFiles(RepositoryRoot.Combine("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(
                static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToArray();
        var lines =
            File.ReadAllLines(RepositoryRoot.Combine("docs", "registries.md")).Where(static line => line.StartsWith('|')).Skip(2).ToArray();

        lines.Length.ShouldBeGreaterThan(20);
        foreach (var line in lines)
        {
            var tests = TestName().Matches(line);
            tests.Count.ShouldBeGreaterThan(0, line);
            foreach (var test in tests.AsEnumerable())
            {
                sources.ShouldContain(
                    source => source.Contains($"class {test.Groups["class"].Value}", StringComparison.Ordinal)
                        && source.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal),
                    test.Value);
            }
        }
    }

    [Fact]
    public void Every_statement_has_a_line_of_tests()
    {
        var (section, statements, lines) = ("", new List<string>(), new List<string>());
        foreach (var line in File.ReadLines(RepositoryRoot.Combine("docs", "registries.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) section = line[3..];
            else if (line.StartsWith('|')) lines.Add(line.Split(" | ")[0].TrimStart('|', ' '));
            else if (Statement().Match(line) is { Success: true } match) statements.Add($"{section}: {match.Groups["topic"].Value}");
        }

        lines.Skip(2).ShouldBe(statements, StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^- \*\*(?<topic>[^.]+)\.\*\* ")]
    private static partial Regex Statement();

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<method>[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
