namespace ContainerGuard.Advisories.Osv;

/// <summary>The names of ecosystems in OSV.</summary>
internal static class OsvEcosystem
{
    /// <summary>
    /// The form in which rows and packages are compared. Ubuntu's long-term releases have a suffix (<c>Ubuntu:24.04:LTS</c>), which some
    /// records do not have.
    /// </summary>
    public static string Canonical(string ecosystem) =>
        ecosystem.EndsWith(":LTS", StringComparison.Ordinal) ? ecosystem[..^4] : ecosystem;

    /// <summary>The ecosystem of the packages of a system.</summary>
    /// <param name="id">ID of <c>os-release</c>.</param>
    /// <param name="version">VERSION_ID of <c>os-release</c>.</param>
    /// <returns>Null for a system that OSV does not know.</returns>
    public static string? OfSystem(string id, string version) => id switch
    {
        "debian" => $"Debian:{Major(version)}",
        "ubuntu" => $"Ubuntu:{version}",
        "alpine" => $"Alpine:v{MajorAndMinor(version)}",
        "wolfi" => "Wolfi",
        "chainguard" => "Chainguard",
        "almalinux" => $"AlmaLinux:{Major(version)}",
        "rocky" => $"Rocky Linux:{Major(version)}",
        "azurelinux" => $"Azure Linux:{Major(version)}",
        "mariner" => $"Azure Linux:{Major(version)}",
        "opensuse-leap" => $"openSUSE:Leap {version}",
        "photon" => $"Photon OS:{MajorAndMinor(version)}",
        "mageia" => $"Mageia:{Major(version)}",
        _ => null,
    };

    /// <summary>
    /// Whether a package is known there by its source package, and not by its own name. Of the systems with rpm, only AlmaLinux (and Red
    /// Hat) names each package that is made of a source.
    /// </summary>
    public static bool NamesSources(string ecosystem) => ecosystem.Split(':')[0]
        is "Debian" or "Ubuntu" or "Alpine" or "Wolfi" or "Chainguard" or "Azure Linux" or "Rocky Linux" or "openSUSE" or "Mageia";

    private static string Major(string version) => version.Split('.')[0];

    private static string MajorAndMinor(string version) => string.Join('.', version.Split('.').Take(2));
}
