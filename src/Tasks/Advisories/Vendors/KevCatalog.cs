using ContainerGuard.Formats;

namespace ContainerGuard.Advisories.Vendors;

/// <summary>
/// Reads CISA's catalogue of vulnerabilities that are known to be exploited (cisa.gov/known-exploited-vulnerabilities-catalog).
/// </summary>
internal static class KevCatalog
{
    /// <summary>Adds a row for each vulnerability.</summary>
    /// <param name="content">The file.</param>
    /// <param name="add">Receives each row.</param>
    /// <returns>The time of the catalogue as it states it; empty if it does not.</returns>
    /// <exception cref="FormatProblemException">It is not the catalogue.</exception>
    public static string Read(ReadOnlySpan<byte> content, Action<Advisory> add)
    {
        var json = new JsonCursor("the catalogue of exploited vulnerabilities", content);
        var (released, hasList) = ("", false);
        json.BeginObject();
        while (json.NextProperty(out var name))
        {
            if (name == "dateReleased") released = json.Text();
            if (name != "vulnerabilities")
            {
                json.Skip();
                continue;
            }

            hasList = true;
            json.List();
            while (json.NextItem()) add(Row(ref json));
        }

        json.End();
        return hasList ? released : throw json.Error("the list \"vulnerabilities\" is missing");
    }

    private static Advisory Row(ref JsonCursor json)
    {
        json.Object();
        var start = json.Start;
        var id = "";
        while (json.NextProperty(out var name))
        {
            if (name == "cveID") id = json.Text();
            else json.Skip();
        }

        return VulnerabilityRatings.IsCve(id)
            ? new Advisory { Id = id, Ecosystem = VulnerabilityRatings.Kev, Package = id, IsExploited = true }
            : throw json.ErrorAt(start, "an entry does not have the identifier of a CVE");
    }
}
