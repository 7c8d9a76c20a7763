using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContainerGuard.Benchmarks.Trivy;

/// <summary>
/// Writes records of OSV as a database of Trivy (aquasecurity/trivy-db, schema 2): a bucket for each system and language, in it one for
/// each package, in it a value for each vulnerability. The records are read here once more, without the code of ContainerGuard.
/// </summary>
internal sealed partial class TrivyDatabase
{
    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["npm"] = "npm::", ["Go"] = "go::", ["Maven"] = "maven::", ["PyPI"] = "pip::", ["RubyGems"] = "rubygems::",
        ["NuGet"] = "nuget::", ["Packagist"] = "composer::",
    };

    private readonly BoltBucket _root = new();

    /// <summary>
    /// The number of ranges of systems that Trivy's form cannot hold: those that begin with a version, or end with an affected one.
    /// </summary>
    public int Left { get; private set; }

    /// <summary>The records of Trivy, and what they stand for: Trivy has one value for a vulnerability of a package.</summary>
    public static string IdOf(string key) => key.Split('#')[0];

    public void Add(JsonNode record)
    {
        if (record["withdrawn"] is not null) return;
        var id = (string)record["id"]!;
        var module = ModuleName().Match((string?)record["summary"] ?? "") is { Success: true } match ? match.Value : "";
        foreach (var affected in record["affected"]?.AsArray() ?? [])
        {
            if (affected?["package"] is not { } package || (string?)package["ecosystem"] is not { } ecosystem) continue;
            var name = (string)package["name"]!;
            if (Languages.TryGetValue(ecosystem, out var prefix))
            {
                foreach (var spelling in SpellingsOf(ecosystem, name)) AddLibrary(id, prefix + "Agreement", spelling, affected);
            }
            else if (BucketOf(ecosystem) is { } bucket)
            {
                AddSystem(id, bucket, name, module, affected);
            }
        }
    }

    /// <summary>Writes the files <c>db/trivy.db</c> and <c>db/metadata.json</c> of a cache.</summary>
    public void Write(string cache)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cache, "db")).FullName;
        File.Delete(Path.Combine(folder, "trivy.db"));
        BoltFile.Write(Path.Combine(folder, "trivy.db"), _root);
        File.WriteAllText(
            Path.Combine(folder, "metadata.json"),
            """
            {"Version":2,"NextUpdate":"2099-01-01T00:00:00Z","UpdatedAt":"2026-01-01T00:00:00Z","DownloadedAt":"2026-01-01T00:00:00Z"}
            """);
    }

    private void AddLibrary(string id, string bucket, string name, JsonNode affected)
    {
        List<string> versions = [.. (affected["versions"] as JsonArray ?? []).Select(static version => $"={version}")];
        foreach (var range in affected["ranges"] as JsonArray ?? [])
        {
            if ((string?)range!["type"] == "GIT") continue;
            versions.AddRange(Intervals(range["events"]!.AsArray()));
        }

        if (versions.Count == 0) return;
        var values = new JsonArray([.. versions.Select(static one => JsonValue.Create(one))]);
        Put(bucket, name, id, new JsonObject { ["VulnerableVersions"] = values });
    }

    private static IEnumerable<string> Intervals(JsonArray events)
    {
        string? from = null;
        foreach (var one in events)
        {
            if ((string?)one!["introduced"] is { } introduced)
            {
                if (from is not null) yield return Interval(from, null);
                from = introduced;
            }
            else if (from is not null && ((string?)one["fixed"] is { } end ? $"<{end}" : $"<={one["last_affected"]}") is { } bound)
            {
                yield return Interval(from, bound);
                from = null;
            }
        }

        if (from is not null) yield return Interval(from, null);
    }

    private static string Interval(string from, string? end) =>
        end is null ? $">={from}" : from == "0" ? end : $">={from}, {end}";

    private void AddSystem(string id, string bucket, string name, string module, JsonNode affected)
    {
        List<string> names = [name];
        // The records of SUSE name the source, and what is made of it; Trivy has the latter.
        if (bucket.StartsWith("openSUSE", StringComparison.Ordinal))
        {
            names = [.. (affected["ecosystem_specific"]?["binaries"]?.AsArray() ?? []).SelectMany(static one => one!.AsObject())
                .Select(static one => one.Key)];
        }

        foreach (var range in affected["ranges"] as JsonArray ?? [])
        {
            var events = range!["events"]!.AsArray();
            var from = events.Select(static one => (string?)one!["introduced"]).FirstOrDefault(static one => one is not null);
            var end = events.Select(static one => (string?)one!["fixed"]).FirstOrDefault(static one => one is not null);
            if (from != "0" || events.Count > 2 || (events.Count == 2 && end is null))
            {
                Left++;
                continue;
            }

            var isOfModule = end is not null && end.Contains(".module", StringComparison.Ordinal);
            foreach (var one in names)
            {
                var key = isOfModule && module.Length > 0 ? $"{module}::{one}" : one;
                Put(bucket, key, id, new JsonObject { ["FixedVersion"] = end ?? "" });
            }
        }
    }

    private void Put(string bucket, string package, string id, JsonObject value)
    {
        var rows = _root.In(bucket).In(package);
        var key = id;
        for (var i = 2; rows.Has(key); i++) key = $"{id}#{i}";
        rows.Put(key, value.ToJsonString());
        _root.In("vulnerability").Put(key, """{"Title":"agreement","Severity":"HIGH"}""");
        _root.In("data-source").Put(bucket, """{"ID":"agreement","Name":"agreement","URL":"https://example.com"}""");
    }

    /// <summary>The name under which Trivy looks for a package: its own, or that in lower case, by the version of Trivy.</summary>
    private static IEnumerable<string> SpellingsOf(string ecosystem, string name) =>
        ecosystem == "PyPI" ? [SeparatorRun().Replace(name.ToLowerInvariant(), "-")] : new[] { name, name.ToLowerInvariant() }.Distinct();

    private static string? BucketOf(string ecosystem)
    {
        var parts = ecosystem.Split(':');
        var release = parts.Length > 1 ? parts[1] : "";
        return parts[0] switch
        {
            "Debian" => $"debian {release}",
            "Ubuntu" => $"ubuntu {release}",
            "Alpine" => $"alpine {release.TrimStart('v')}",
            "AlmaLinux" => $"alma {release}",
            "Azure Linux" => release == "3" ? "Azure Linux 3.0" : $"CBL-Mariner {release}.0",
            "openSUSE" => $"openSUSE {release}",
            _ => null,
        };
    }

    [GeneratedRegex(@"(?<=^|\s)[a-z][\w.+-]*:[\w.+-]+(?=\s|$)")]
    private static partial Regex ModuleName();

    [GeneratedRegex("[._-]+")]
    private static partial Regex SeparatorRun();
}
