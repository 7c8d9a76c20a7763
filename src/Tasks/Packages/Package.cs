namespace ContainerGuard.Packages;

/// <summary>A package that is in an image or in a folder.</summary>
internal sealed record Package
{
    public required PackageType Type { get; init; }

    /// <summary>
    /// As its ecosystem writes it: <c>libc6</c>, <c>@babel/core</c>, <c>org.slf4j:slf4j-api</c>, <c>golang.org/x/net</c>.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>
    /// In the form that its ecosystem orders: <c>[epoch:]version[-release]</c> of deb and rpm, <c>v1.2.3</c> of a Go module. Empty if
    /// unknown.
    /// </summary>
    public required string Version { get; init; }

    /// <summary>As the package manager writes it: <c>amd64</c>, <c>x86_64</c>, <c>all</c>, <c>noarch</c>; empty if unknown.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The system of a system's package, which has the advisories; null for others, and if unknown.</summary>
    public Distribution? Distribution { get; init; }

    /// <summary>The name of the source package, which advisories name; equal to <see cref="Name"/> if the database has no other.</summary>
    public string Source { get => field.Length > 0 ? field : Name; init; } = "";

    /// <summary>The version of the source package, where it differs from <see cref="Version"/>.</summary>
    public string SourceVersion { get => field.Length > 0 ? field : Version; init; } = "";

    /// <summary>The module of an RPM package: <c>nodejs:18:8090020240301:rhel8</c>; empty without one.</summary>
    public string Modularity { get; init; } = "";

    /// <summary>As the package says: an SPDX expression or free text, one for each statement.</summary>
    public IReadOnlyList<string> Licenses { get; init; } = [];

    /// <summary>Who publishes the package; empty if unknown.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>The hashes of the package's archive, as <c>sha256:…</c> with hexadecimal digits.</summary>
    public IReadOnlyList<string> Hashes { get; init; } = [];

    /// <summary>
    /// The file that says so, relative to the root: <c>var/lib/dpkg/status</c>, <c>app/App.deps.json</c>. Empty if it is known from
    /// elsewhere: the environment of the image, or the project.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>The file inside the archive at <see cref="Path"/>: <c>BOOT-INF/lib/a.jar</c>; empty for the file itself.</summary>
    public string Member { get; init; } = "";

    /// <summary>The files of the package, relative to the root, as far as they are known.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>
    /// The package of the system that installed this one; empty without one. Only the advisories of the system apply then, because it
    /// changes code and keeps the version.
    /// </summary>
    public string OwnedBy { get; init; } = "";

    /// <summary>Whether only its documentation is there, as of some slices of chisel: nothing of it runs.</summary>
    public bool HasOnlyDocumentation => Files.Count > 0 && Files.All(static file =>
        file.StartsWith("usr/share/doc/", StringComparison.Ordinal) || file.StartsWith("usr/share/licenses/", StringComparison.Ordinal)
        || file.StartsWith("usr/share/man/", StringComparison.Ordinal));

    /// <summary>The index of the layer that brought it in the state that it has; null outside images.</summary>
    public int? Layer { get; init; }

    /// <summary>The instruction that made the layer; empty if unknown.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>
    /// From the reference of the project to the package itself: <c>Serilog.AspNetCore</c>, <c>Serilog</c>. One name for a direct reference;
    /// empty if unknown.
    /// </summary>
    public IReadOnlyList<string> BroughtBy { get; init; } = [];

    /// <summary>Whether the project names the package itself.</summary>
    public bool IsDirect => BroughtBy.Count == 1;

    /// <summary>Whether only the development of the application needs it, and it does not run.</summary>
    public bool IsDevelopment { get; init; }

    /// <summary>Why a package is there that is not a dependency: the application itself, or a runtime.</summary>
    public PackageRole Role { get; init; }

    /// <summary>The packages that it needs, by name, as far as the file says them.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>The package URL (purl), which names it in an SBOM.</summary>
    public string Url => PackageUrl.Of(this);
}

internal enum PackageRole
{
    /// <summary>A library, or a package of the system.</summary>
    Dependency,

    /// <summary>A project of the application, which no registry has.</summary>
    Application,

    /// <summary>A shared framework or a runtime pack of .NET.</summary>
    Runtime,
}

/// <summary>The system of an image, as <c>/etc/os-release</c> names it.</summary>
/// <param name="Id">ID: <c>debian</c>, <c>alpine</c>, <c>azurelinux</c>.</param>
/// <param name="Version">VERSION_ID: <c>12</c>, <c>3.22.1</c>; empty for a rolling one.</param>
/// <param name="Codename">VERSION_CODENAME; empty without one.</param>
internal sealed record Distribution(string Id, string Version, string Codename = "")
{
    /// <summary>The qualifier <c>distro</c> of a package URL.</summary>
    public string Qualifier => Version.Length > 0 ? $"{Id}-{Version}" : Id;
}
