using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Fixes;

/// <summary>The files leave no rule out whose page shows a fix.</summary>
public sealed partial class FixCoverageTests
{
    /// <summary>
    /// apk and microdnf are in no distribution that the stand-ins could be made of, and a program that only looks like them would prove
    /// nothing. CG2021 writes the checksum of a file on the network, and the engine reaches none.
    /// </summary>
    private static readonly string[] NotRunHere = ["CG2021", "CG5030", "CG5052"];

    [Fact]
    public void Every_rule_that_fixes_is_run()
    {
        var fixing = Directory.EnumerateFiles(RepositoryRoot.Combine("docs", "rules"), "CG*.md")
            .Where(page => Fixed().IsMatch(File.ReadAllText(page))).Select(page => Path.GetFileNameWithoutExtension(page)!);
        var run = Directory.EnumerateFiles(RepositoryRoot.Combine("tests", "Engine", "Fixes"), "*FilesTests.cs")
            .SelectMany(File.ReadLines).Where(line => line.Contains(" Fixes = ", StringComparison.Ordinal))
            .SelectMany(line => Code().Matches(line)).Select(code => code.Value);

        fixing.Except(run).Order().ShouldBe(NotRunHere);
    }

    [Fact]
    public void Every_file_is_run()
    {
        var folder = RepositoryRoot.Combine("tests", "Engine", "Fixes");
        var tests = string.Concat(Directory.EnumerateFiles(folder, "*FilesTests.cs").Select(File.ReadAllText));

        foreach (var file in Directory.EnumerateFiles(folder, "*.Dockerfile", SearchOption.AllDirectories))
        {
            tests.ShouldContain(
                $"\"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}\"", Case.Sensitive);
        }
    }

    [GeneratedRegex("^```(dockerfile|dockerignore) fixed$", RegexOptions.Multiline)]
    private static partial Regex Fixed();

    [GeneratedRegex("CG[0-9]{4}")]
    private static partial Regex Code();
}
