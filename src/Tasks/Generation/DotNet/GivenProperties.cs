using ContainerGuard.Analysis;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Properties of the command line that the build in the image gets, too, so that the image has the app that was asked for
/// (<c>-c Staging</c>, <c>-p:Version=1.2.3</c>).
/// </summary>
internal static class GivenProperties
{
    /// <summary>Properties of the SDK that change the published app.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "Version", "VersionPrefix", "VersionSuffix", "PackageVersion", "AssemblyVersion", "FileVersion", "InformationalVersion",
        "SourceRevisionId", "BuildNumber", "DefineConstants", "PublishAot", "PublishTrimmed", "PublishSingleFile", "PublishReadyToRun",
        "TrimMode", "OptimizationPreference", "InvariantGlobalization", "Optimize", "DebugType", "DebugSymbols", "StripSymbols",
        "LangVersion",
        "EnvironmentName", "ContinuousIntegrationBuild", "GenerateDocumentationFile", "Company", "Product", "Copyright", "Description",
        "SatelliteResourceLanguages", "AssemblyName", "Platform", "TieredPGO", "ServerGarbageCollection", "TreatWarningsAsErrors",
    };

    /// <summary>Properties of the image's build itself, or of this machine.</summary>
    private static readonly string[] Others =
    [
        "_", "Container", "Restore", "NuGet", "MSBuild", "Solution", "TargetFramework", "RuntimeIdentifier", "SelfContained",
        "PublishSelfContained", "PublishDir", "PublishProfile", "Output", "OutDir", "BaseOutput", "BaseIntermediate", "Intermediate",
        "Deploy",
        "NoBuild", "Configuration", "DesignTime", "BuildProjectReferences", "ArtifactsPath", "UseArtifacts", "UseAppHost", "Current",
        "UseSharedCompilation", "BuildingInside", "DevEnvDir", "LangName", "VisualStudio", "Docker", "NativeCompilationDuringPublish",
        "RunAnalyzers", "EnforceCodeStyle",
    ];

    /// <summary>The properties that can be passed, sorted; secrets and paths of this machine cannot.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(IReadOnlyDictionary<string, string> global) =>
    [
        .. global.Where(static one => one.Key.Equals("Configuration", StringComparison.OrdinalIgnoreCase) || IsPassed(one.Key, one.Value))
            .OrderBy(static one => one.Key, StringComparer.Ordinal),
    ];

    /// <summary>The configuration of the command line, else Release.</summary>
    public static string Configuration(DotNetProject project) => project.Given.FirstOrDefault(
        static one => one.Key.Equals("Configuration", StringComparison.OrdinalIgnoreCase) && one.Value.Length > 0).Value ?? "Release";

    /// <summary>The options of restore and publish; empty, or with a space at the end.</summary>
    public static string Options(DotNetProject project) => string.Concat(project.Given
        .Where(static one => !one.Key.Equals("Configuration", StringComparison.OrdinalIgnoreCase))
        .Select(static one => $"{CommandLine.Quote($"-p:{one.Key}={Escape(one.Value)}")} "));

    /// <summary>The given properties that the SDK knows, or that a file of the project reads.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="project">The project.</param>
    /// <param name="inputs">The files that restore reads.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Used(IFileSystem files, DotNetProject project, BuildInputs inputs) =>
    [
        .. project.Given.Where(one => one.Key.Equals("Configuration", StringComparison.OrdinalIgnoreCase) || Known.Contains(one.Key)
            || inputs.Files.Any(path => files.ReadText(Path.Combine(project.ContextDirectory, path))
                ?.Contains($"$({one.Key})", StringComparison.OrdinalIgnoreCase) == true)),
    ];

    private static bool IsPassed(string name, string value) =>
        Known.Contains(name)
        || (!Array.Exists(Others, one => name.StartsWith(one, StringComparison.OrdinalIgnoreCase))
            && !SecretNames.IsSecret(name, value)
            && !Path.IsPathRooted(value));

    /// <summary>
    /// MSBuild splits the value of an option at a semicolon or a comma
    /// (learn.microsoft.com/visualstudio/msbuild/msbuild-special-characters).
    /// </summary>
    private static string Escape(string value) => value.Replace("%", "%25", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
