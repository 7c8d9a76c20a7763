using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContainerGuard.Advisories;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Versions;
using ContainerGuard.Scanning;

namespace ContainerGuard.Benchmarks.Trivy;

/// <summary>Why only one of the scanners has a vulnerability of a package. The page docs/benchmarks.md explains each cause.</summary>
internal sealed partial class AgreementCauses
{
    /// <summary>The name of the list of differences without a cause.</summary>
    public const string None = "without a cause";

    private const string NoEpoch = "Trivy does not read the epoch in container-manifest-2";

    private readonly ILookup<AgreementPackage, Package> _own;
    private readonly ILookup<AgreementPackage, TrivyPackage> _theirs;
    private readonly string _system;

    /// <param name="own">What ContainerGuard lists.</param>
    /// <param name="trivy">What Trivy lists.</param>
    public AgreementCauses(OwnScan own, TrivyScan trivy)
    {
        _own = own.Packages.Where(static package => package.Version.Length > 0).ToLookup(static package => KeyOf(OwnScan.NameOf(package)));
        _theirs = trivy.Packages.Where(static one => one.Package.Version.Length > 0).ToLookup(static one => KeyOf(one.Package));
        _system = trivy.System;
        Own = [.. _own.Select(static group => group.Key)];
        Theirs = [.. _theirs.Select(static group => group.Key)];
    }

    public HashSet<AgreementPackage> Own { get; }

    public HashSet<AgreementPackage> Theirs { get; }

    /// <summary>The form of a package that both scanners share.</summary>
    public static AgreementPackage KeyOf(AgreementPackage package) => package with
    {
        Name = package.Ecosystem == AgreementPackage.System ? package.Name : PackageName.KeyOf(package.Ecosystem, package.Name),
        Version = package.Ecosystem == "Go" ? package.Version.TrimStart('v') : package.Version,
    };

    /// <summary>Why only ContainerGuard has a vulnerability.</summary>
    /// <param name="package">The package.</param>
    /// <param name="affected">What the record says about it.</param>
    public string OfOurs(AgreementPackage package, IReadOnlyList<JsonNode> affected)
    {
        if (_theirs.Contains(package)) return OfBounds(package, affected) ?? OfTrivysRows(package, affected) ?? None;
        var own = _own[package].First();
        var isNamed = _theirs.Any(group => group.Key.Ecosystem == package.Ecosystem && group.Key.Name == package.Name);
        return own.Type switch
        {
            PackageType.NuGet when !own.Path.EndsWith(".deps.json", StringComparison.Ordinal) =>
                "Trivy does not read the manifest inside a single file of .NET",
            PackageType.NuGet when own.Role == PackageRole.Runtime => "Trivy does not list the runtime of a self-contained application",
            PackageType.Go when !_theirs.Any(static group => group.Key.Ecosystem == "Go") =>
                "the build of Trivy in the npm package does not list programs of Go",
            PackageType.Maven => "Trivy needs its database of Java for an archive without pom.properties",
            _ when isNamed && own.Path.EndsWith("container-manifest-2", StringComparison.Ordinal) => NoEpoch,
            _ => None,
        };
    }

    /// <summary>Why only Trivy has a vulnerability.</summary>
    /// <param name="package">The package.</param>
    /// <param name="affected">What the record says about it.</param>
    public string OfTheirs(AgreementPackage package, IReadOnlyList<JsonNode> affected)
    {
        var own = _own[package].ToList();
        if (own.Count == 0)
        {
            var isNamed = _own.Any(group => group.Key.Ecosystem == package.Ecosystem && group.Key.Name == package.Name
                && group.First().Path.EndsWith("container-manifest-2", StringComparison.Ordinal));
            return isNamed ? NoEpoch : OfUnlisted(_theirs[package].First());
        }

        if (own.TrueForAll(static one => one.OwnedBy.Length > 0)) return "a package of the system owns the library";
        if (own.TrueForAll(PackageLookup.IsOfKernel)) return "the package has headers of the kernel alone";
        if (own.TrueForAll(static one => one.HasOnlyDocumentation)) return "only the documentation of the package is in the image";
        if (own.TrueForAll(static one => one.Role == PackageRole.Application)) return "the package is the application itself";
        if (affected.SelectMany(BoundsOf).Any(RpmModule.IsOfModule) && !RpmModule.IsOfModule(package.Version))
        {
            return "the fix is one of a module, and the package is not of a module";
        }

        return OfBounds(package, affected) ?? None;
    }

    private static string OfUnlisted(TrivyPackage package) => package.Type switch
    {
        "node-pkg" when !IsInstalled().IsMatch(package.Path) =>
            "a package.json that is not of a package below node_modules: the application, or a file inside a package",
        "dotnet-core" => "a library of a deps.json whose file is not in the image",
        _ => None,
    };

    /// <summary>Versions that the ecosystem does not accept, or that Trivy does not.</summary>
    private static string? OfBounds(AgreementPackage package, IReadOnlyList<JsonNode> affected)
    {
        if (affected.Count == 0) return null;
        List<string> bounds = [.. affected.SelectMany(BoundsOf), package.Version];
        if (bounds.Exists(static bound => LongNumber().IsMatch(bound))) return "Trivy does not order numbers of more than 64 bits";
        var order = VersionOrder.For((string)affected[0]["package"]!["ecosystem"]!)!;
        var isRefused = bounds.Exists(bound => bound != "0" && !order.Accepts(bound))
            || (order is RpmOrder && bounds.Exists(static bound => NoEvr().IsMatch(bound)));
        return isRefused ? "the record has a version that its ecosystem does not accept"
            : order is RpmOrder && bounds.Exists(static bound => bound.Contains('^')) ? "Trivy does not order the caret of rpm (1^git1)"
            : null;
    }

    private string? OfTrivysRows(AgreementPackage package, IReadOnlyList<JsonNode> affected) => package.Ecosystem switch
    {
        "npm" when package.Version.Contains('-') => "Trivy leaves out pre-releases of npm, as ranges of npm do",
        "NuGet" or "Go" or "Packagist" when affected.SelectMany(BoundsOf).Any(static bound => bound.Contains('+')) =>
            "Trivy does not read the metadata of a build (+) in a bound",
        "PyPI" when affected.SelectMany(BoundsOf).Any(static bound => bound.Contains('+')) =>
            "Trivy compares by specifiers of Python, which do not allow a local version (+)",
        "PyPI" when affected.SelectMany(BoundsOf).Any(static bound => NumberedWord().IsMatch(bound)) =>
            "Trivy reads the number after alpha, beta or preview as another version",
        AgreementPackage.System when IsOf("opensuse", "alma") && affected.All(static one => !BoundsOf(one).Skip(1).Any()) =>
            "Trivy has no rows without a fix of AlmaLinux and openSUSE",
        AgreementPackage.System when IsOf("opensuse") && _own[package].All(static one => one.SourceVersion != one.Version) =>
            "Trivy compares the version of a package of openSUSE, and OSV's records have that of its source",
        _ => null,
    };

    private bool IsOf(params ReadOnlySpan<string> systems)
    {
        foreach (var system in systems)
        {
            if (_system.StartsWith(system, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static IEnumerable<string> BoundsOf(JsonNode affected) => (affected["ranges"] as JsonArray ?? [])
        .SelectMany(static range => range!["events"]!.AsArray()).SelectMany(static one => one!.AsObject())
        .Select(static one => (string)one.Value!)
        .Concat((affected["versions"] as JsonArray ?? []).Select(static one => (string)one!));

    [GeneratedRegex(@"(alpha|beta|preview)[._-]?[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex NumberedWord();

    [GeneratedRegex("[0-9]{19,}")]
    private static partial Regex LongNumber();

    /// <summary>A colon after something that is not a number, or a second hyphen.</summary>
    [GeneratedRegex("^[0-9]*[^0-9:][^:]*:|:.*:|-.*-")]
    private static partial Regex NoEvr();

    [GeneratedRegex(@"(?:^|/)node_modules/(?:@[^/]+/)?[^/]+/package\.json\z")]
    private static partial Regex IsInstalled();
}
