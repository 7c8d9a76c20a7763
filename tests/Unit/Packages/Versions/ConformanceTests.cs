using ContainerGuard.Packages.Versions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Packages.Versions;

/// <summary>
/// Pairs of versions whose order the tools of an ecosystem have told: those of this folder, or of the folder in
/// <c>CONTAINERGUARD_VERSIONS</c>, which has files of the same form.
/// </summary>
public class ConformanceTests
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("CONTAINERGUARD_VERSIONS") is { Length: > 0 } folder
            ? folder
            : RepositoryRoot.Combine("tests", "Unit", "Packages", "Versions", "Known");

    public static TheoryData<string> Ecosystems { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.txt").Select(static path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Ecosystems))]
    public void Versions_that_an_ecosystem_accepts_have_its_order(string ecosystem)
    {
        var order = VersionOrder.For(ecosystem).ShouldNotBeNull();
        var compared = 0;
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(Folder, ecosystem + ".txt")))
        {
            if (line.Length == 0 || line[0] == '#' || line.StartsWith("//", StringComparison.Ordinal)) continue;
            var words = line.Split(' ');
            var left = order.Compare(words[0], words[2]);
            var right = order.Compare(words[2], words[0]);
            Math.Sign(right).ShouldBe(-Math.Sign(left), line);
            if (!order.Accepts(words[0]) || !order.Accepts(words[2])) continue;
            compared++;
            var actual = left < 0 ? "<" : left > 0 ? ">" : "=";
            if (actual != words[1]) wrong.Add($"{line}: {actual}");
        }

        wrong.ShouldBeEmpty();
        compared.ShouldBePositive();
    }
}
