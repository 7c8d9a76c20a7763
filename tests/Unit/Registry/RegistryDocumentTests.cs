using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>The README.md of this folder names the tests that prove each statement of docs/registries.md.</summary>
public partial class RegistryDocumentTests
{
    private static readonly string[] Rows =
    [
        .. File.ReadLines(RepositoryRoot.Combine("tests", "Unit", "Registry", "README.md"))
            .Where(static line => line.StartsWith('|')).Skip(2),
    ];

    [Fact]
    public void Every_line_names_a_test_that_is_there()
    {
        var sources = Directory.GetFiles(RepositoryRoot.Combine("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(
                static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToArray();

        Rows.Length.ShouldBeGreaterThan(20);
        foreach (var line in Rows)
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
        var (section, statements) = ("", new List<string>());
        foreach (var line in File.ReadLines(RepositoryRoot.Combine("docs", "registries.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) section = line[3..];
            else if (Statement().Match(line) is { Success: true } match) statements.Add($"{section}: {match.Groups["topic"].Value}");
        }

        Rows.Select(static row => row.Split(" | ")[0].TrimStart('|', ' ')).ShouldBe(statements, StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^- \*\*(?<topic>[^.]+)\.\*\* ")]
    private static partial Regex Statement();

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<method>[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
