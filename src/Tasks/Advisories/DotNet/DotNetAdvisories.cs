namespace ContainerGuard.Advisories.DotNet;

/// <summary>
/// The vulnerabilities of .NET itself that this package knows without a network: of its runtimes, its SDK and its packages, as of a day.
/// </summary>
internal static class DotNetAdvisories
{
    /// <summary>The ecosystem of .NET's products, whose versions are ordered as those of NuGet.</summary>
    public const string Ecosystem = ".NET";

    public const string Runtime = "dotnet-runtime";
    public const string AspNet = "dotnet-aspnetcore";
    public const string Sdk = "dotnet-sdk";

    private static readonly Lazy<AdvisoryTable> Embedded = new(Read);

    private static readonly Lazy<Dictionary<string, string>> Announcements = new(static () => Table.Entries
        .SelectMany(static entry => entry.Rows).GroupBy(static row => row.Url, static row => row.Id, StringComparer.Ordinal)
        .Where(static ids => ids.Distinct(StringComparer.Ordinal).Count() == 1)
        .ToDictionary(static ids => ids.Key, static ids => ids.First(), StringComparer.Ordinal));

    /// <summary>The embedded rows. Products have the ecosystem <see cref="Ecosystem"/>, packages that of NuGet.</summary>
    public static AdvisoryTable Table => Embedded.Value;

    /// <summary>The CVE of each announcement that is about one, by its address.</summary>
    public static IReadOnlyDictionary<string, string> Announced => Announcements.Value;

    /// <summary>A version that data names as a fix and that exists: .NET 8.0.9 was never released.</summary>
    public static string Released(string version) => version == "8.0.9" ? "8.0.10" : version;

    private static AdvisoryTable Read()
    {
        var table = new AdvisoryTable();
        table.Sources.Add(new AdvisorySource(".NET's CVE data", DotNetAdvisoryData.Updated));
        table.Whole.Add(Ecosystem);
        foreach (var row in DotNetAdvisoryData.Rows)
        {
            var parts = row.Split('|');
            table.Add(new Advisory
            {
                Id = parts[1],
                Ecosystem = parts[0] is Runtime or AspNet or Sdk ? Ecosystem : Advisory.NuGet,
                Package = parts[0],
                Severity = Enum.Parse<AdvisorySeverity>(parts[2]),
                SeveritySource = "Microsoft",
                Platforms = parts[3].Split(',', StringSplitOptions.RemoveEmptyEntries),
                Ranges = [AffectedInterval.Parse(parts[4])!],
                Url = $"https://github.com/dotnet/announcements/issues/{parts[5]}",
            });
        }

        return table;
    }
}
