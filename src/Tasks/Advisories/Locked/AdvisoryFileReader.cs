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
        json.Begin();
        json.Object();
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
            switch (name)
            {
                case "id":
                    row = row with { Id = json.Text() };
                    break;
                case "aliases":
                    row = row with { Aliases = json.Texts() };
                    break;
                case "severity":
                    row = row with { Severity = ReadSeverity(ref json) };
                    break;
                case "severitySource":
                    row = row with { SeveritySource = json.Text() };
                    break;
                case "affected":
                    row = row with { Ranges = ReadRanges(ref json) };
                    break;
                case "versions":
                    row = row with { Versions = json.Texts() };
                    break;
                case "platforms":
                    row = row with { Platforms = json.Texts() };
                    break;
                case "url":
                    row = row with { Url = json.Text() };
                    break;
                case "vendorState":
                    row = row with { VendorState = json.Text() };
                    break;
                case "module":
                    row = row with { Module = json.Text() };
                    break;
                case "exploited":
                    row = row with { IsExploited = json.Boolean() };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return row.Id.Length > 0 ? row : throw json.ErrorAt(start, $"a row of '{package}' has no \"id\"");
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
