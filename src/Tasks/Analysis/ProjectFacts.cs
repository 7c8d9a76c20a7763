namespace ContainerGuard.Analysis;

/// <summary>
/// The evaluated .NET project whose Dockerfile is checked. A value is null when it is unknown in the image's build: a condition or a global
/// property decides it. What costs reading files is read when a rule first asks for it.
/// </summary>
internal sealed record ProjectFacts
{
    /// <summary>The project file, absolute.</summary>
    public required string ProjectFile { get; init; }

    public string? AssemblyName { get; init; }

    /// <summary>The names of the properties that the value of a property contains, directly or through another property.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> UsedProperties { get; init; } =
        new Dictionary<string, IReadOnlySet<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The target frameworks: <c>net10.0</c>; empty when they are unknown.</summary>
    public IReadOnlyList<string> TargetFrameworks { get; init; } = [];

    /// <summary>Whether <c>OutputType</c> is an executable.</summary>
    public bool? IsExecutable { get; init; }

    /// <summary>The shared frameworks that the project itself references: <c>Microsoft.AspNetCore.App</c>.</summary>
    public IReadOnlyList<string> FrameworkReferences { get; init; } = [];

    /// <summary>Whether <c>SelfContained</c>, <c>PublishSelfContained</c> or <c>PublishTrimmed</c> is set.</summary>
    public bool? IsSelfContained { get; init; }

    public bool? PublishAot { get; init; }

    public bool? PublishSingleFile { get; init; }

    public bool? UseAppHost { get; init; }

    public bool? InvariantGlobalization { get; init; }

    /// <summary><c>RollForward</c>; empty when the project does not set it.</summary>
    public string? RollForward { get; init; }

    /// <summary><c>RuntimeIdentifier</c>; empty when the project does not set it.</summary>
    public string? RuntimeIdentifier { get; init; }

    /// <summary>The SDK that <c>global.json</c> requires; null without such a file.</summary>
    public Lazy<RequiredSdk?> Sdk { get; init; } = new((RequiredSdk?)null);

    /// <summary>The result of restore on this machine; null if the project was not restored.</summary>
    public Lazy<RestoreFacts?> Restore { get; init; } = new((RestoreFacts?)null);

    /// <summary>
    /// The addresses in the settings files of the project that Kestrel listens on in an environment: <c>Production</c>.
    /// </summary>
    public Func<string, IReadOnlyList<KestrelAddress>> AddressesIn { get; init; } = static _ => [];

    /// <summary>Whether the sources of the project choose addresses themselves; null if there are too many files to tell.</summary>
    public Lazy<bool?> ChoosesAddresses { get; init; } = new((bool?)false);

    /// <summary>Whether the sources of the project or of a referenced project name a registration for signals; null if unknown.</summary>
    public Lazy<bool?> HandlesSignals { get; init; } = new((bool?)null);

    /// <summary>Whether the value of a property contains one of these properties.</summary>
    public bool UsesAny(string property, IReadOnlyCollection<string> names) =>
        names.Count > 0 && UsedProperties.TryGetValue(property, out var used) && used.Overlaps(names);

    public string FileName => Path.GetFileName(ProjectFile);

    public string Folder => Path.GetDirectoryName(ProjectFile)!;
}

/// <summary>The SDK that a <c>global.json</c> requires.</summary>
/// <param name="File">The file, absolute.</param>
/// <param name="Version">The version: <c>10.0.100</c>.</param>
/// <param name="RollForward">The policy, as written; empty for the default.</param>
internal sealed record RequiredSdk(string File, string Version, string RollForward);

/// <summary>An address that a settings file gives to Kestrel.</summary>
/// <param name="File">The name of the file: <c>appsettings.json</c>.</param>
/// <param name="Url">The address: <c>http://*:5000</c>.</param>
internal sealed record KestrelAddress(string File, string Url);

/// <summary>What restore on this machine found.</summary>
/// <param name="Inputs">The files that restore reads, absolute: projects, props, settings of NuGet, lock files.</param>
/// <param name="Packages">The packages with their versions, by name, direct and transitive.</param>
/// <param name="DirectPackages">The names of the packages that the project itself references.</param>
/// <param name="FrameworkReferences">The shared frameworks that packages and referenced projects need.</param>
internal sealed record RestoreFacts(
    IReadOnlyList<string> Inputs, IReadOnlyDictionary<string, string> Packages, IReadOnlySet<string> DirectPackages,
    IReadOnlyList<string> FrameworkReferences);
