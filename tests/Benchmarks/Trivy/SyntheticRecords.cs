using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Advisories.Osv;
using ContainerGuard.Packages.Versions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Benchmarks.Trivy;

/// <summary>
/// Records of OSV about the packages that are in images: ranges that end at, just before and just after a version, ranges without an end,
/// and ranges with the versions of other packages, and with the known versions of the unit tests.
/// </summary>
internal sealed partial class SyntheticRecords
{
    private const int Others = 4;

    private readonly Random _random = new(17);
    private readonly Dictionary<string, List<string>> _pool = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The records about packages.</summary>
    /// <param name="packages">The packages as OSV names them.</param>
    /// <param name="binaries">The names of what is made of a source of openSUSE.</param>
    public IEnumerable<JsonObject> About(IReadOnlyCollection<PackageVersion> packages, ILookup<PackageVersion, string> binaries)
    {
        foreach (var group in packages.GroupBy(static one => FamilyOf(one.Ecosystem)))
        {
            var known = RepositoryRoot.Combine("tests", "Unit", "Packages", "Versions", "Known", group.Key + ".txt");
            var others = File.Exists(known) ? Known(known, group.First().Ecosystem) : [];
            _pool[group.Key] =
            [
                .. group.Select(static one => one.Version).Concat(others).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ];
        }

        foreach (var package in packages.OrderBy(static one => one.ToString(), StringComparer.Ordinal))
        {
            var isSystem = package.Ecosystem.Contains(':');
            var made = package.Ecosystem.StartsWith("openSUSE", StringComparison.Ordinal) ? binaries[package].ToList() : [];
            foreach (var events in isSystem ? OfSystem(package) : OfSystem(package).Concat(OfLibrary(package)))
            {
                yield return Record(package, made, events);
            }

            if (!isSystem) yield return Record(package, made, [], package.Version);
        }
    }

    private IEnumerable<(string Kind, string Version)[]> OfSystem(PackageVersion package)
    {
        yield return [("introduced", "0")];
        yield return [("introduced", "0"), ("fixed", package.Version)];
        yield return [("introduced", "0"), ("fixed", After(package))];
        if (Before(package) is { } before) yield return [("introduced", "0"), ("fixed", before)];
        for (var i = 0; i < Others; i++) yield return [("introduced", "0"), ("fixed", Other(package.Ecosystem))];
    }

    private IEnumerable<(string Kind, string Version)[]> OfLibrary(PackageVersion package)
    {
        var after = After(package);
        yield return [("introduced", package.Version), ("fixed", after)];
        yield return [("introduced", after)];
        yield return [("introduced", "0"), ("last_affected", package.Version)];
        if (Before(package) is { } before) yield return [("introduced", before), ("last_affected", before)];
        var order = VersionOrder.For(package.Ecosystem)!;
        for (var i = 0; i < Others; i++)
        {
            string[] bounds = [Other(package.Ecosystem), Other(package.Ecosystem)];
            Array.Sort(bounds, order);
            if (order.Compare(bounds[0], bounds[1]) < 0) yield return [("introduced", bounds[0]), ("fixed", bounds[1])];
        }
    }

    private JsonObject Record(PackageVersion package, List<string> made, (string Kind, string Version)[] events, string? version = null)
    {
        var affected = new JsonObject { ["package"] = new JsonObject { ["ecosystem"] = package.Ecosystem, ["name"] = package.Name } };
        if (events.Length > 0)
        {
            affected["ranges"] = new JsonArray(new JsonObject
            {
                ["type"] = "ECOSYSTEM",
                ["events"] = new JsonArray([.. events.Select(static one => new JsonObject { [one.Kind] = one.Version })]),
            });
        }

        if (version is not null) affected["versions"] = new JsonArray(JsonValue.Create(version));
        if (made.Count > 0)
        {
            affected["ecosystem_specific"] = new JsonObject
            {
                ["binaries"] = new JsonArray([.. made.Select(name => new JsonObject { [name] = package.Version })]),
            };
        }

        var module = package.Modularity.Split(':') is [var stream, var number, ..] ? $" {stream}:{number}" : "";
        return new JsonObject
        {
            ["summary"] = $"Important:{module} security update",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"TEST-{++_count}"), ["modified"] = "2026-01-01T00:00:00Z",
            ["database_specific"] = new JsonObject { ["severity"] = "HIGH" }, ["affected"] = new JsonArray(affected),
        };
    }

    /// <summary>A version just after another one.</summary>
    private static string After(PackageVersion package)
    {
        var version = package.Version;
        if (package.Ecosystem.StartsWith("Alpine", StringComparison.Ordinal) && Revision().Match(version) is { Success: true } revision)
        {
            return version[..revision.Index] + "-r" + Next(revision.Groups[1].Value);
        }

        if (package.Ecosystem.Contains(':')) return version + ".1";
        var numbers = Numbers().Match(version);
        if (!numbers.Success) return version + ".1";
        // What follows the numbers makes a pre-release in most orders: the numbers themselves are later.
        var isBefore = numbers.Length < version.Length && package.Ecosystem is "npm" or "NuGet" or "Go";
        var last = numbers.Value.LastIndexOf('.') + 1;
        return isBefore && version[numbers.Length] == '-' ? numbers.Value : numbers.Value[..last] + Next(numbers.Value[last..]);
    }

    /// <summary>A version just before another one; null if the ecosystem has no simple one.</summary>
    private static string? Before(PackageVersion package) => FamilyOf(package.Ecosystem) switch
    {
        "debian" or "redhat" => package.Version + "~1",
        "semver" or "nuget" when !package.Version.Contains('-') && !package.Version.Contains('+') => package.Version + "-0",
        "pypi" when PlainNumbers().IsMatch(package.Version) => package.Version + "rc1",
        "rubygems" when PlainNumbers().IsMatch(package.Version) => package.Version + ".pre",
        "maven" when PlainNumbers().IsMatch(package.Version) => package.Version + "-alpha-1",
        _ => null,
    };

    private string Other(string ecosystem)
    {
        var pool = _pool[FamilyOf(ecosystem)];
        return pool[_random.Next(pool.Count)];
    }

    private static string Next(string number) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? (value + 1).ToString(CultureInfo.InvariantCulture)
            : number + "1";

    /// <summary>The versions of a file of the unit tests that the ecosystem accepts.</summary>
    private static IEnumerable<string> Known(string path, string ecosystem) => File.ReadLines(path)
        .Where(static line => line.Length > 0 && line[0] is not ('#' or '/'))
        .SelectMany(static line => line.Split(' ').Where(static (_, i) => i != 1))
        .Where(version => VersionOrder.For(ecosystem)!.Accepts(version) && !version.Contains('|') && !version.Contains(','));

    /// <summary>The name of the file with known versions.</summary>
    private static string FamilyOf(string ecosystem) => OsvEcosystem.Canonical(ecosystem).Split(':')[0] switch
    {
        "Debian" or "Ubuntu" => "debian",
        "Alpine" => "alpine",
        "npm" => "semver",
        "Go" => "go",
        "Maven" => "maven",
        "PyPI" => "pypi",
        "RubyGems" => "rubygems",
        "NuGet" => "nuget",
        "Packagist" => "packagist",
        _ => "redhat",
    };

    [GeneratedRegex(@"-r([0-9]+)\z")]
    private static partial Regex Revision();

    [GeneratedRegex(@"^v?[0-9]+(?:\.[0-9]+)*")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^[0-9]+(?:\.[0-9]+)*\z")]
    private static partial Regex PlainNumbers();
}
