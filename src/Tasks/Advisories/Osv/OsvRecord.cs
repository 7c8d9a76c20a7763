using System.Text.Json;
using ContainerGuard.Packages.Versions;
using ContainerGuard.Text;

namespace ContainerGuard.Advisories.Osv;

/// <summary>
/// Reads a record of the OSV schema (ossf.github.io/osv-schema) into rows, one for each package. Ranges of commits are left out, since
/// packages are known by their versions.
/// </summary>
internal static class OsvRecord
{
    private const int DeepestNesting = 64;

    /// <summary>Adds the rows of a record. A record that was withdrawn has none.</summary>
    /// <param name="json">The record.</param>
    /// <param name="add">Receives each row.</param>
    /// <returns>The identifier of the record, and the time of its last change; empty if it does not have that.</returns>
    /// <exception cref="JsonException">It is not JSON, is nested too deeply, or has no identifier.</exception>
    public static (string Id, string Modified) Read(ReadOnlyMemory<byte> json, Action<Advisory> add)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        var record = document.RootElement;
        var id = OsvJson.Text(record, "id");
        if (id.Length == 0) throw new JsonException("a record has no identifier");
        var modified = OsvJson.Text(record, "modified");
        if (OsvJson.Text(record, "withdrawn").Length > 0) return (id, modified);

        List<string> aliases = [.. OsvJson.Texts(record, "aliases")];
        // An advisory of a distribution is about the CVEs that it names; other databases use the field for similar problems.
        aliases.AddRange(OsvJson.Texts(record, "upstream"));
        if (aliases.Count == 0)
        {
            aliases.AddRange(OsvJson.Texts(record, "related").Where(static name => name.StartsWith("CVE-", StringComparison.Ordinal)));
        }

        List<string> platforms =
        [
            .. OsvJson.Texts(record.Member("database_specific"), "platforms").Select(static one => one.ToLowerInvariant()),
        ];

        Dictionary<(string Ecosystem, string Name), Advisory> rows = [];
        foreach (var affected in OsvJson.Items(record, "affected"))
        {
            var package = affected.Member("package");
            var ecosystem = OsvEcosystem.Canonical(OsvJson.Text(package, "ecosystem"));
            var name = OsvJson.Text(package, "name");
            if (ecosystem.Length == 0 || name.Length == 0) continue;

            var (severity, source) = OsvSeverity.Of(id, record, affected);
            var row = new Advisory
            {
                Id = id,
                Aliases = aliases,
                Ecosystem = ecosystem,
                Package = name,
                Severity = severity,
                SeveritySource = source,
                Ranges = [.. Ranges(affected, VersionOrder.For(ecosystem))],
                Versions = [.. OsvJson.Texts(affected, "versions")],
                Platforms = platforms,
                VendorState = VendorState(record, affected),
            };
            if (row.Ranges.Any(static range => RpmModule.IsOfModule(range.Upper)))
            {
                row = row with { Module = RpmModule.In(OsvJson.Text(record, "summary")) };
            }

            rows[(ecosystem, name)] = rows.TryGetValue((ecosystem, name), out var known) ? Joined(known, row) : row;
        }

        foreach (var row in rows.Values) add(row);
        return (id, modified);
    }

    private static Advisory Joined(Advisory known, Advisory row) => known with
    {
        Ranges = [.. known.Ranges, .. row.Ranges],
        Versions = [.. known.Versions, .. row.Versions],
        VendorState = row.VendorState.Length == 0 ? "" : known.VendorState,
    };

    private static IEnumerable<AffectedRange> Ranges(JsonElement affected, VersionOrder? order)
    {
        if (order is null) yield break;
        foreach (var range in OsvJson.Items(affected, "ranges"))
        {
            if (OsvJson.Text(range, "type") == "GIT") continue;
            foreach (var interval in Intervals(range, order)) yield return interval;
        }
    }

    /// <summary>
    /// The events in the order of their versions: each one that introduces the problem begins an interval, and the next one of another
    /// kind ends it.
    /// </summary>
    private static IEnumerable<AffectedRange> Intervals(JsonElement range, VersionOrder order)
    {
        List<(string Version, int Kind)> events = [];
        foreach (var one in OsvJson.Items(range, "events"))
        {
            if (OsvJson.Text(one, "introduced") is { Length: > 0 } introduced) events.Add((introduced, 1));
            if (OsvJson.Text(one, "fixed") is { Length: > 0 } @fixed) events.Add((@fixed, 0));
            if (OsvJson.Text(one, "last_affected") is { Length: > 0 } last) events.Add((last, 2));
        }

        var sorted = events.Order(Comparer<(string Version, int Kind)>.Create((left, right) =>
            (left.Version == "0" || right.Version == "0" ? (right.Version == "0").CompareTo(left.Version == "0")
                : order.Compare(left.Version, right.Version)) is var result && result != 0 ? result : left.Kind - right.Kind));
        string? lower = null;
        var isOpen = false;
        foreach (var (version, kind) in sorted)
        {
            if (kind == 1 && !isOpen) (lower, isOpen) = (version, true);
            if (kind == 1 || !isOpen) continue;
            yield return new AffectedRange(lower == "0" ? null : lower, true, version, kind == 2);
            isOpen = false;
        }

        if (isOpen) yield return new AffectedRange(lower == "0" ? null : lower, true, null, false);
    }

    /// <summary>
    /// Debian and Ubuntu state the urgency; <c>unimportant</c> is a problem that they do not treat as one. A CVE that the vendor of the
    /// software disputes is marked, or its text begins with the mark of the CVE list.
    /// </summary>
    private static string VendorState(JsonElement record, JsonElement affected)
    {
        if (OsvJson.Text(affected.Member("ecosystem_specific"), "urgency") is "unimportant") return "unimportant";
        var isMarked = record.Member("database_specific").Member("isDisputed").ValueKind == JsonValueKind.True;
        return isMarked || IsDisputed(OsvJson.Text(record, "details")) ? "disputed" : "";
    }

    /// <summary>Whether the description of a CVE begins with the mark of the CVE list for a disputed one.</summary>
    internal static bool IsDisputed(string description) =>
        description.TrimStart().StartsWith("** DISPUTED **", StringComparison.OrdinalIgnoreCase);
}
