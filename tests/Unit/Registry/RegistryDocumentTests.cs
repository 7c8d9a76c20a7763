using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>docs/registries.md names the test that holds each of its lines.</summary>
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

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<method>[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
