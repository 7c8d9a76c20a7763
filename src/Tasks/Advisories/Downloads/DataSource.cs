namespace ContainerGuard.Advisories.Downloads;

/// <summary>The form of the data of a source.</summary>
internal enum DataSourceKind
{
    /// <summary>A NuGet feed with vulnerability data.</summary>
    NuGet,

    /// <summary>A bucket of OSV.</summary>
    Osv,

    /// <summary>The JSON of Debian's tracker.</summary>
    Debian,

    /// <summary>The OVAL files of Azure Linux.</summary>
    AzureLinux,

    /// <summary>A folder on disk with records of OSV.</summary>
    Folder,

    /// <summary>An artifact in a registry with records of OSV.</summary>
    Oci,

    /// <summary>CISA's catalogue of exploited vulnerabilities.</summary>
    Kev,

    /// <summary>The scores of EPSS.</summary>
    Epss,
}

/// <summary>A source of vulnerability data.</summary>
/// <param name="Kind">Its form.</param>
/// <param name="Address">Where it is; null for the NuGet feeds of the project.</param>
internal sealed record DataSource(DataSourceKind Kind, Uri? Address)
{
    /// <summary>The sources of a project that names none: its feeds, and OSV for the rest.</summary>
    public static IReadOnlyList<DataSource> Default { get; } =
        [new(DataSourceKind.NuGet, null), new(DataSourceKind.Osv, OsvBucket.Public)];

    /// <summary>What rates vulnerabilities in a project that names no source of rows.</summary>
    public static DataSource DefaultRating { get; } = new(DataSourceKind.Kev, VendorFile.Kev);

    /// <summary>The name of the index of ratings.</summary>
    public string Index => Kind == DataSourceKind.Epss ? VulnerabilityRatings.Epss : VulnerabilityRatings.Kev;

    /// <summary>Whether it rates vulnerabilities, and has no rows of packages.</summary>
    public bool IsRating => Kind is DataSourceKind.Kev or DataSourceKind.Epss;

    /// <summary>Reads an item <c>ContainerGuardAdvisorySource</c>.</summary>
    /// <param name="text">The word for a public source, an address, or a folder.</param>
    /// <param name="type">The form of an address; empty for a NuGet feed.</param>
    /// <param name="fullPath">Makes the path of a folder absolute.</param>
    /// <returns>Null if it is not a source.</returns>
    public static DataSource? Parse(string text, string type, Func<string, string> fullPath)
    {
        if (type.Length == 0)
        {
            switch (text)
            {
                case "nuget":
                    return new DataSource(DataSourceKind.NuGet, null);
                case "osv":
                    return new DataSource(DataSourceKind.Osv, OsvBucket.Public);
                case "debian":
                    return new DataSource(DataSourceKind.Debian, VendorFile.DebianTracker);
                case "azurelinux":
                    return new DataSource(DataSourceKind.AzureLinux, VendorFile.AzureLinux);
                case "kev":
                    return DefaultRating;
                case "epss":
                    return new DataSource(DataSourceKind.Epss, VendorFile.Epss);
            }
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            if (address.Scheme is "http" or "https") return KindOf(type) is { } kind ? new DataSource(kind, address) : null;
            if (address.Scheme == OciArtifact.Scheme)
            {
                return type is "" or "osv" or OciArtifact.Scheme && OciArtifact.ReferenceOf(address) is not null
                    ? new DataSource(DataSourceKind.Oci, address)
                    : null;
            }
        }

        if (type is not ("" or "osv") || text.Contains("://", StringComparison.Ordinal)) return null;
        var folder = fullPath(text);
        return Directory.Exists(folder) ? new DataSource(DataSourceKind.Folder, new Uri(folder)) : null;
    }

    private static DataSourceKind? KindOf(string type) => type switch
    {
        "" or "nuget" => DataSourceKind.NuGet,
        "osv" => DataSourceKind.Osv,
        "debian" => DataSourceKind.Debian,
        "azurelinux" => DataSourceKind.AzureLinux,
        "kev" => DataSourceKind.Kev,
        "epss" => DataSourceKind.Epss,
        _ => null,
    };
}
