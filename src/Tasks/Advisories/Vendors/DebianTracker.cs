using ContainerGuard.Formats;

namespace ContainerGuard.Advisories.Vendors;

/// <summary>
/// Reads the JSON of Debian's security tracker (security-tracker.debian.org/tracker/data/json), which also has what Debian does not fix:
/// unimportant problems, and those without an own advisory.
/// </summary>
internal static class DebianTracker
{
    private static readonly Dictionary<string, string> Releases = new(StringComparer.Ordinal)
    {
        ["jessie"] = "8", ["stretch"] = "9", ["buster"] = "10", ["bullseye"] = "11", ["bookworm"] = "12", ["trixie"] = "13",
        ["forky"] = "14", ["duke"] = "15",
    };

    /// <summary>Adds the rows of all releases that have a number.</summary>
    /// <param name="content">The file.</param>
    /// <param name="add">Receives each row.</param>
    /// <exception cref="FormatProblemException">It is not the tracker's JSON.</exception>
    public static void Read(ReadOnlySpan<byte> content, Action<Advisory> add)
    {
        var json = new JsonCursor("the data of Debian's security tracker", content);
        json.BeginObject();
        while (json.NextProperty(out var package))
        {
            json.Object();
            while (json.NextProperty(out var id)) Problem(ref json, package, id, add);
        }

        json.End();
    }

    private static void Problem(ref JsonCursor json, string package, string id, Action<Advisory> add)
    {
        List<Advisory> rows = [];
        var isDisputed = false;
        json.Object();
        while (json.NextProperty(out var name))
        {
            // A problem without releases has an empty list there.
            if (name == "description" && json.IsText) isDisputed = Osv.OsvRecord.IsDisputed(json.Text());
            else if (name == "releases" && json.IsObject) AddReleases(ref json, package, id, rows);
            else json.Skip();
        }

        foreach (var row in rows) add(isDisputed ? row with { VendorState = "disputed" } : row);
    }

    private static void AddReleases(ref JsonCursor json, string package, string id, List<Advisory> rows)
    {
        json.Object();
        while (json.NextProperty(out var release))
        {
            var row = Release(ref json, package, id);
            if (row is not null && Releases.TryGetValue(release, out var number)) rows.Add(row with { Ecosystem = $"Debian:{number}" });
        }
    }

    /// <summary>Null for a release that is not affected.</summary>
    private static Advisory? Release(ref JsonCursor json, string package, string id)
    {
        var (status, fix, urgency, isWithoutAdvisory) = ("", "", "", false);
        json.Object();
        while (json.NextProperty(out var name))
        {
            if (name == "status") status = json.Text();
            else if (name == "fixed_version") fix = json.Text();
            else if (name == "urgency") urgency = json.Text().TrimEnd('*');
            else json.Skip();
            isWithoutAdvisory |= name == "nodsa";
        }

        // Version 0 says that the release never had the problem.
        if (status is "undetermined" or "" || (status == "resolved" && fix is "0" or "")) return null;
        var severity = Osv.OsvSeverity.Named(urgency);
        return new Advisory
        {
            Id = id,
            Ecosystem = "Debian",
            Package = package,
            Severity = severity,
            SeveritySource = severity == AdvisorySeverity.Unknown ? "" : "Debian",
            Ranges = [new AffectedRange(null, true, status == "resolved" ? fix : null, false)],
            Url = $"https://security-tracker.debian.org/tracker/{id}",
            VendorState = urgency is "unimportant" or "end-of-life" ? urgency : isWithoutAdvisory ? "no-dsa" : "",
        };
    }
}
