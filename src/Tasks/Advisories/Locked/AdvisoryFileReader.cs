using ContainerGuard.Formats;

namespace ContainerGuard.Advisories.Locked;

/// <summary>Reads the file of locked rows. Properties that this version does not know are ignored.</summary>
internal static class AdvisoryFileReader
{
    /// <exception cref="FormatProblemException">It cannot be used; the problem has a place.</exception>
    public static AdvisoryTable Read(ReadOnlySpan<byte> content)
    {
        var json = new JsonCursor("the file of vulnerabilities", content);
        if (json.Conflict() is { } conflict) throw new FormatProblemException(conflict);
        var table = new AdvisoryTable();
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name == "version" && json.Count() is not (> 0 and <= AdvisoryFile.CurrentVersion))
            {
                throw json.Error($"the format is not {AdvisoryFile.CurrentVersion}, the newest that this version of ContainerGuard reads");
            }

            if (name == "sources") ReadSources(ref json, table);
            else if (name == "packages") ReadPackages(ref json, table);
            else json.Skip();
        }

        json.End();
        return table;
    }

    private static void ReadSources(ref JsonCursor json, AdvisoryTable table)
    {
        json.Object();
        while (json.NextProperty(out var name)) table.Sources.Add(new AdvisorySource(name, json.Text()));
    }

    private static void ReadPackages(ref JsonCursor json, AdvisoryTable table)
    {
        json.Object();
        while (json.NextProperty(out var ecosystem))
        {
            json.Object();
            while (json.NextProperty(out var package))
            {
                table.Know(ecosystem, package);
                json.List();
                while (json.NextItem()) table.Add(ReadRow(ref json, ecosystem, package));
            }
        }
    }

    private static Advisory ReadRow(ref JsonCursor json, string ecosystem, string package)
    {
        json.Object();
        var start = json.Start;
        var row = new Advisory { Id = "", Ecosystem = ecosystem, Package = package };
        while (json.NextProperty(out var name))
        {
            row = name switch
            {
                "id" => row with { Id = json.Text() },
                "aliases" => row with { Aliases = json.Texts() },
                "severity" => row with { Severity = ReadSeverity(ref json) },
                "severitySource" => row with { SeveritySource = json.Text() },
                "affected" => row with { Ranges = ReadRanges(ref json) },
                "versions" => row with { Versions = json.Texts() },
                "platforms" => row with { Platforms = json.Texts() },
                "url" => row with { Url = json.Text() },
                "vendorState" => row with { VendorState = json.Text() },
                "module" => row with { Module = json.Text() },
                "exploited" => row with { IsExploited = json.Boolean() },
                "epss" => row with { Epss = json.Fraction() },
                _ => Skip(ref json, row),
            };
        }

        return row.Id.Length > 0 ? row : throw json.ErrorAt(start, $"a row of '{package}' has no \"id\"");
    }

    private static Advisory Skip(ref JsonCursor json, Advisory row)
    {
        json.Skip();
        return row;
    }

    private static AdvisorySeverity ReadSeverity(ref JsonCursor json) => json.Text() switch
    {
        "low" => AdvisorySeverity.Low,
        "medium" => AdvisorySeverity.Medium,
        "high" => AdvisorySeverity.High,
        "critical" => AdvisorySeverity.Critical,
        "unknown" => AdvisorySeverity.Unknown,
        var other => throw json.Error($"'{other}' is not a severity"),
    };

    private static List<AffectedRange> ReadRanges(ref JsonCursor json)
    {
        json.List();
        List<AffectedRange> ranges = [];
        while (json.NextItem())
        {
            var text = json.Text();
            ranges.Add(AffectedInterval.Parse(text) ?? throw json.Error($"'{text}' is not an interval such as [8.0.0, 8.0.5)"));
        }

        return ranges;
    }
}
