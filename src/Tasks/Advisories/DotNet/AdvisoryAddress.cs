namespace ContainerGuard.Advisories.DotNet;

/// <summary>The address of an advisory, which is all that NuGet's data has of its identity.</summary>
internal static class AdvisoryAddress
{
    private const string GitHub = "https://github.com/";
    private const string Issues = "/issues/";

    /// <summary>
    /// The identifier in an address: <c>GHSA-8g4q-xg66-9fp4</c>; the CVE of an announcement of .NET, or its number as
    /// <c>dotnet/announcements#287</c>; the address itself if it has none of them.
    /// </summary>
    public static string IdOf(string address)
    {
        var last = address.TrimEnd('/');
        last = last[(last.LastIndexOf('/') + 1)..];
        if (last.StartsWith("GHSA-", StringComparison.OrdinalIgnoreCase) || last.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase))
        {
            return last;
        }

        if (DotNetAdvisories.Announced.TryGetValue(address, out var cve)) return cve;
        var number = address.IndexOf(Issues, StringComparison.Ordinal);
        return address.StartsWith(GitHub, StringComparison.Ordinal) && number > 0
            ? $"{address[GitHub.Length..number]}#{address[(number + Issues.Length)..]}"
            : address;
    }

    /// <summary>Who states the severity of an advisory at this address.</summary>
    public static string VendorOf(string address) =>
        address.StartsWith($"{GitHub}advisories/", StringComparison.OrdinalIgnoreCase) ? "GHSA"
        : address.StartsWith($"{GitHub}dotnet/", StringComparison.OrdinalIgnoreCase) ? "Microsoft"
        : "the feed";
}
