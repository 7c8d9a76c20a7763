using ContainerGuard.Images;

namespace ContainerGuard.Generation.DotNet;

/// <summary>Creates a <see cref="DotNetProject"/> from evaluated MSBuild properties and items.</summary>
internal static class DotNetProjectReader
{
    /// <summary>The properties that this class reads. The targets must pass them.</summary>
    public static IReadOnlyList<string> PropertyNames { get; } =
    [
        "AssemblyName", "TargetFramework", "TargetFrameworks", "OutputType", "RuntimeIdentifier", "RuntimeIdentifiers",
        "ContainerRuntimeIdentifier", "ContainerRuntimeIdentifiers",
        "SelfContained", "PublishSelfContained", "PublishTrimmed", "PublishAot", "PublishSingleFile",
        "IncludeAllContentForSelfExtract", "IncludeNativeLibrariesForSelfExtract", "InvariantGlobalization", "PublishDirectory",
        "SpaRoot", "JavaScriptProjects", "ContainerAppCommandArgs", "ContainerDefaultArgs", "ContainerAppCommand", "ContainerEntrypoint",
        "PublishOutput", "RestoreInputs", "EntryPointFile",
        .. ContainerSettings.PropertyNames,
    ];

    /// <param name="projectPath">Absolute.</param>
    /// <param name="contextDirectory">Absolute.</param>
    /// <param name="settings">The values of <see cref="PropertyNames"/>, and the items of the container.</param>
    /// <param name="frameworkReferences"><c>FrameworkReference</c> and <c>TransitiveFrameworkReference</c> items.</param>
    public static DotNetProject Read(
        string projectPath,
        string contextDirectory,
        ContainerSettings settings,
        IReadOnlyList<string> frameworkReferences)
    {
        var bag = settings.Properties;
        var framework = TargetFramework.Parse(bag["TargetFramework"]);
        var project = new DotNetProject
        {
            ProjectPath = projectPath,
            ContextDirectory = contextDirectory,
            AssemblyName = bag["AssemblyName"] is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(projectPath),
            TargetFramework = framework,
            IsMultiTargeted = bag["TargetFrameworks"].Length > 0,
            OutputType = bag["OutputType"] is { Length: > 0 } type ? type : "Exe",
            FrameworkReferences = frameworkReferences,
            RuntimeIdentifier = bag["RuntimeIdentifier"],
            RuntimeIdentifiers = List(bag["RuntimeIdentifiers"]),
            ContainerRuntimeIdentifiers = List(bag.FirstOf(["ContainerRuntimeIdentifiers", "ContainerRuntimeIdentifier"])),
            IsSelfContained = bag.IsTrue("SelfContained") || bag.IsTrue("PublishSelfContained") || bag.IsTrue("PublishTrimmed")
                || bag.IsTrue("PublishAot"),
            PublishAot = bag.IsTrue("PublishAot"),
            PublishSingleFile = bag.IsTrue("PublishSingleFile"),
            UnpacksItself = bag.IsTrue("PublishSingleFile")
                && (bag.IsTrue("IncludeAllContentForSelfExtract") || bag.IsTrue("IncludeNativeLibrariesForSelfExtract")),
            ContainerAppCommandArgs = Words(bag["ContainerAppCommandArgs"]),
            ContainerDefaultArgs = Words(bag["ContainerDefaultArgs"]),
            ContainerAppCommand = Words(bag["ContainerAppCommand"]),
            ContainerEntrypoint = Words(bag["ContainerEntrypoint"]),
            InvariantGlobalization = bag.IsTrue("InvariantGlobalization"),
            PublishDirectory = bag["PublishDirectory"],
            HasOwnVersion = bag["ContainerVersion"].Length > 0,
            PackageVersion = bag["PackageVersion"],
            EntryPointFile = bag["EntryPointFile"],
            PublishOutput = Path.TrimEndingDirectorySeparator(bag["PublishOutput"]),
            RestoreInputs = List(bag["RestoreInputs"]),
            SpaRoot = bag["SpaRoot"],
            JavaScriptProjects = List(bag["JavaScriptProjects"]),
        };
        return (DotNetProject)settings.ApplyTo(project, framework.Version);
    }

    private static string[] List(string value) => value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Items, one in each line.</summary>
    private static string[] Words(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
