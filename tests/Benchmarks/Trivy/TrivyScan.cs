using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ContainerGuard.Benchmarks.Trivy;

/// <summary>A package in an image, as both scanners name it.</summary>
/// <param name="Ecosystem">Of OSV: <c>npm</c>; <c>system</c> for a package of the system.</param>
/// <param name="Name">The name.</param>
/// <param name="Version">With the epoch, if it is not 0, and the release.</param>
internal sealed record AgreementPackage(string Ecosystem, string Name, string Version)
{
    public const string System = "system";

    public override string ToString() => $"{Ecosystem} {Name} {Version}";
}

/// <summary>A package that Trivy lists.</summary>
/// <param name="Package">The package.</param>
/// <param name="Type">Trivy's name for the kind: <c>node-pkg</c>, <c>gobinary</c>, <c>debian</c>.</param>
/// <param name="Path">The file that lists it.</param>
/// <param name="Source">The source package; empty for a library.</param>
/// <param name="SourceVersion">Its version.</param>
internal sealed record TrivyPackage(AgreementPackage Package, string Type, string Path, string Source, string SourceVersion);

/// <summary>What Trivy finds in an image.</summary>
/// <param name="System">The family and the version of the system.</param>
/// <param name="Packages">All packages.</param>
/// <param name="Matches">The packages with the identifiers of their vulnerabilities.</param>
internal sealed record TrivyScan(
    string System, IReadOnlyList<TrivyPackage> Packages, IReadOnlySet<(AgreementPackage Package, string Id)> Matches)
{
    /// <summary>Scans an archive with the database in a cache.</summary>
    /// <param name="program">The path of Trivy.</param>
    /// <param name="image">The path of the archive.</param>
    /// <param name="cache">A folder with <c>db/trivy.db</c>.</param>
    public static async Task<TrivyScan> Of(string program, string image, string cache)
    {
        var start = new ProcessStartInfo(
            program,
            [
                "image", "--quiet", "--cache-dir", cache, "--skip-db-update", "--skip-java-db-update", "--offline-scan",
                "--scanners", "vuln", "--list-all-pkgs", "--format", "json", "--input", image,
            ]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"Trivy has failed with {image}: {await errors}");
        return Read(JsonNode.Parse(output)!);
    }

    private static TrivyScan Read(JsonNode report)
    {
        var system = report["Metadata"]?["OS"];
        List<TrivyPackage> packages = [];
        HashSet<(AgreementPackage, string)> matches = [];
        foreach (var result in report["Results"]?.AsArray() ?? [])
        {
            var type = (string?)result!["Type"] ?? "";
            var ecosystem = (string?)result["Class"] == "os-pkgs" ? AgreementPackage.System : EcosystemOf(type);
            foreach (var one in result[nameof(Packages)]?.AsArray() ?? [])
            {
                packages.Add(new TrivyPackage(
                    new AgreementPackage(ecosystem, (string)one!["Name"]!, VersionOf(one, "Version", "Release", "Epoch")), type,
                    (string?)one["FilePath"] ?? (string?)result["Target"] ?? "", (string?)one["SrcName"] ?? "",
                    VersionOf(one, "SrcVersion", "SrcRelease", "SrcEpoch")));
            }

            foreach (var one in result["Vulnerabilities"]?.AsArray() ?? [])
            {
                var package = new AgreementPackage(ecosystem, (string)one!["PkgName"]!, (string?)one["InstalledVersion"] ?? "");
                matches.Add((package, TrivyDatabase.IdOf((string)one["VulnerabilityID"]!)));
            }
        }

        return new TrivyScan($"{system?["Family"]} {system?["Name"]}", packages, matches);
    }

    private static string VersionOf(JsonNode package, string version, string release, string epoch)
    {
        var text = (string?)package[version] ?? "";
        if ((string?)package[release] is { Length: > 0 } more) text += $"-{more}";
        return (int?)package[epoch] is > 0 and var number ? $"{number}:{text}" : text;
    }

    private static string EcosystemOf(string type) => type switch
    {
        "node-pkg" or "npm" or "yarn" or "pnpm" => "npm",
        "gobinary" or "gomod" => "Go",
        "jar" or "pom" => "Maven",
        "python-pkg" => "PyPI",
        "gemspec" or "bundler" => "RubyGems",
        "dotnet-core" or "nuget" => "NuGet",
        "composer" or "composer-vendor" => "Packagist",
        _ => type,
    };
}
