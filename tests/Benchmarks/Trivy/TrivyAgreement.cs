using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Downloads;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Advisories.Osv;
using ContainerGuard.Packages;
using ContainerGuard.Scanning;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Benchmarks.Trivy;

/// <summary>
/// Gives the same records to Trivy and to ContainerGuard, lets both scan the same images, and compares the vulnerabilities of each package.
/// Every difference needs a cause of <see cref="AgreementCauses"/>.
/// </summary>
internal sealed class TrivyAgreement : IDisposable
{
    private readonly TemporaryDirectory _folder = new("trivy");
    private readonly string _program;
    private readonly List<string> _images;
    private readonly List<JsonNode> _records = [];
    private readonly Dictionary<string, HashSet<string>> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, List<string>> _differences = new(StringComparer.Ordinal);
    private ILookup<string, JsonNode>? _byId;

    private TrivyAgreement(string program, string images)
    {
        _program = program;
        _images = [.. Directory.EnumerateFiles(images, "*.tar*").Order(StringComparer.Ordinal)];
    }

    private string Cache => _folder.Combine("cache");

    /// <summary>Compares, and writes the result.</summary>
    /// <param name="program">The path of Trivy.</param>
    /// <param name="images">A folder with archives.</param>
    /// <param name="records">A folder with records of OSV, as <c>.jsonl</c> or <c>.jsonl.gz</c>; null for synthetic ones only.</param>
    /// <returns>Whether every difference has a cause.</returns>
    public static async Task<bool> Run(string program, string images, string? records)
    {
        using var agreement = new TrivyAgreement(program, images);
        return await agreement.Compare(records);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<bool> Compare(string? records)
    {
        new TrivyDatabase().Write(Cache);
        List<(string Image, OwnScan Own, TrivyScan Trivy)> scans = [];
        foreach (var image in _images) scans.Add((image, OwnScan.Of(image), await TrivyScan.Of(_program, image, Cache)));

        if (records is not null) AddRecords(records);
        var real = _records.Count;
        List<(PackageVersion Known, string Name)> packages =
            [.. scans.SelectMany(static scan => PackagesOf(scan.Own, scan.Trivy)).Distinct()];
        _records.AddRange(new SyntheticRecords().About(
            [.. packages.Select(static one => one.Known).Distinct()], packages.ToLookup(static one => one.Known, static one => one.Name)));
        var database = new TrivyDatabase();
        foreach (var record in _records) database.Add(record);
        database.Write(Cache);
        var table = Table([.. packages.Select(static one => one.Known.Ecosystem).Distinct()]);
        Console.WriteLine(
            $"{real} records, {_records.Count - real} made ones; {database.Left} ranges of systems that Trivy's form does not have");
        Console.WriteLine("| image | packages: both, only ContainerGuard, only Trivy | matches: both, only ContainerGuard, only Trivy |");
        foreach (var (image, own, _) in scans) CompareMatches(image, own, await TrivyScan.Of(_program, image, Cache), table);

        foreach (var (cause, list) in _differences)
        {
            Console.WriteLine($"{list.Count}: {cause}");
            foreach (var shown in list.Take(cause == AgreementCauses.None ? 200 : 3)) Console.WriteLine($"    {shown}");
        }

        return !_differences.ContainsKey(AgreementCauses.None);
    }

    private void CompareMatches(string image, OwnScan own, TrivyScan trivy, AdvisoryTable table)
    {
        var causes = new AgreementCauses(own, trivy);
        var ours = own.Matches(table).Select(static one => (Package: AgreementCauses.KeyOf(one.Package), one.Row)).ToList();
        var theirs = trivy.Matches.Select(static one => (Package: AgreementCauses.KeyOf(one.Package), one.Id)).ToHashSet();
        var ourIds = ours.SelectMany(static one => one.Row.Ids.Select(id => (one.Package, Id: id.ToUpperInvariant()))).ToHashSet();
        var theirIds = theirs.SelectMany(one => NamesOf(one.Id).Select(id => (one.Package, Id: id.ToUpperInvariant()))).ToHashSet();
        var onlyOurs = ours.Where(one =>
                !one.Row.Ids.SelectMany(NamesOf).Any(id => theirIds.Contains((one.Package, id.ToUpperInvariant()))))
            .Select(static one => (one.Package, one.Row.Id)).Distinct().ToList();
        var onlyTheirs = theirs.Where(one => !NamesOf(one.Id).Any(id => ourIds.Contains((one.Package, id.ToUpperInvariant()))))
            .ToList();
        var name = Path.GetFileName(image);
        foreach (var (package, id) in onlyOurs) Note(name, "ContainerGuard", package, id, causes.OfOurs(package, AffectedIn(id, package)));
        foreach (var (package, id) in onlyTheirs) Note(name, "Trivy", package, id, causes.OfTheirs(package, AffectedIn(id, package)));

        var both = causes.Own.Intersect(causes.Theirs).Count();
        Console.WriteLine(
            $"| {name} ({trivy.System}) | {both}, {causes.Own.Count - both}, {causes.Theirs.Count - both} "
                + $"| {theirs.Count - onlyTheirs.Count}, {onlyOurs.Count}, {onlyTheirs.Count} |");
    }

    private void Note(string image, string side, AgreementPackage package, string id, string cause)
    {
        var name = cause == AgreementCauses.None ? cause : $"only {side}: {cause}";
        if (!_differences.TryGetValue(name, out var list)) _differences[name] = list = [];
        var bounds = AffectedIn(id, package).Select(static affected =>
            $"{affected["package"]!["name"]} {(affected["ranges"] as JsonArray)?[0]!["events"]!.ToJsonString()}");
        list.Add($"{image}: {side}: {package} {id} {string.Join(' ', bounds.Take(2))}");
    }

    /// <summary>What a record says about a package.</summary>
    private List<JsonNode> AffectedIn(string id, AgreementPackage package)
    {
        _byId ??= _records.ToLookup(static record => (string)record["id"]!, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. _byId[id].SelectMany(static record => record["affected"]!.AsArray()).OfType<JsonNode>().Where(affected =>
                package.Ecosystem == AgreementPackage.System
                || AgreementCauses.KeyOf(package with { Name = (string)affected["package"]!["name"]! }).Name == package.Name),
        ];
    }

    private IEnumerable<string> NamesOf(string id) => _names.TryGetValue(id, out var names) ? names.Append(id) : [id];

    private void AddRecords(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.jsonl*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            var isPacked = path.EndsWith(".gz", StringComparison.Ordinal);
            using var content = isPacked ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            using var reader = new StreamReader(content);
            while (reader.ReadLine() is { Length: > 0 } line)
            {
                if (JsonNode.Parse(line) is not JsonObject record || record["affected"] is null) continue;
                _records.Add(record);
                var id = (string)record["id"]!;
                var names = ((string[])["aliases", "upstream", "related"]).SelectMany(member => record[member]?.AsArray() ?? [])
                    .Select(static one => (string)one!);
                if (!_names.TryGetValue(id, out var known)) _names[id] = known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                known.UnionWith(names);
            }
        }
    }

    /// <summary>The data as a folder of one's own gives it to a scan.</summary>
    private AdvisoryTable Table(IReadOnlyCollection<string> ecosystems)
    {
        var folder = Directory.CreateDirectory(_folder.Combine("records")).FullName;
        using (var zip = ZipFile.Open(Path.Combine(folder, "all.zip"), ZipArchiveMode.Create))
        {
            var count = 0;
            foreach (var record in _records)
            {
                using var entry = zip.CreateEntry($"{++count}.json", CompressionLevel.NoCompression).Open();
                entry.Write(Encoding.UTF8.GetBytes(record.ToJsonString()));
            }
        }

        var table = new AdvisoryTable();
        OsvFolder.Read(folder, ecosystems, table, DateTimeOffset.UtcNow, static problem => throw problem, CancellationToken.None);
        return table;
    }

    /// <summary>The packages of both scanners as OSV names them, and the names of the packages themselves.</summary>
    private static IEnumerable<(PackageVersion Known, string Name)> PackagesOf(OwnScan own, TrivyScan trivy)
    {
        var ecosystem = own.Packages.Where(static package => package.Type.IsOfSystem()).Select(PackageLookup.EcosystemOf).FirstOrDefault();
        foreach (var package in own.Packages)
        {
            if (PackageLookup.Of(package) is { } known) yield return (known, package.Name);
        }

        var listed = own.Packages.Select(static package => AgreementCauses.KeyOf(OwnScan.NameOf(package))).ToHashSet();
        foreach (var (package, _, _, source, sourceVersion) in trivy.Packages)
        {
            if (package.Version.Length == 0 || listed.Contains(AgreementCauses.KeyOf(package))) continue;
            if (package.Ecosystem != AgreementPackage.System)
            {
                yield return (new PackageVersion(package.Ecosystem, package.Name, package.Version), package.Name);
            }
            else if (ecosystem is not null)
            {
                var (name, version) = OsvEcosystem.NamesSources(ecosystem) && source.Length > 0
                    ? (source, sourceVersion)
                    : (package.Name, package.Version);
                yield return (new PackageVersion(ecosystem, name, version), package.Name);
            }
        }
    }
}
