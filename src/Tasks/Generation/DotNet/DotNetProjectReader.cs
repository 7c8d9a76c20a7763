using System.Globalization;

namespace ContainerGuard.Generation.DotNet;

/// <summary>Builds a <see cref="DotNetProject"/> from evaluated properties and items, by the names that MSBuild has for them.</summary>
internal static class DotNetProjectReader
{
    /// <summary>The properties that a project is read from: what the targets have to hand over.</summary>
    public static IReadOnlyList<string> PropertyNames { get; } =
    [
        "AssemblyName", "TargetFramework", "OutputType", "RuntimeIdentifier",
        "SelfContained", "PublishSelfContained", "PublishTrimmed", "PublishAot", "PublishSingleFile", "InvariantGlobalization",
        "ContainerFamily", "ContainerBaseImage", "ContainerUser", "ContainerWorkingDirectory",
        "ContainerRepository", "ContainerImageName", "ContainerImageTag", "ContainerImageTags",
        "ContainerGenerateLabelsImageBaseName",
        .. ImageLabels.PropertyNames,
    ];

    /// <param name="projectPath">Absolute.</param>
    /// <param name="contextDirectory">Absolute.</param>
    /// <param name="properties">Evaluated values under the names of <see cref="PropertyNames"/>.</param>
    /// <param name="frameworkReferences"><c>FrameworkReference</c> and <c>TransitiveFrameworkReference</c> items.</param>
    /// <param name="ports"><c>ContainerPort</c> items with their <c>Type</c>.</param>
    /// <param name="environmentVariables"><c>ContainerEnvironmentVariable</c> items with their <c>Value</c>.</param>
    /// <param name="labels"><c>ContainerLabel</c> items with their <c>Value</c>.</param>
    public static DotNetProject Read(
        string projectPath,
        string contextDirectory,
        IReadOnlyDictionary<string, string> properties,
        IReadOnlyList<string> frameworkReferences,
        IEnumerable<KeyValuePair<string, string>> ports,
        IEnumerable<KeyValuePair<string, string>> environmentVariables,
        IEnumerable<KeyValuePair<string, string>> labels)
    {
        var bag = new PropertyBag(properties);
        var framework = TargetFramework.Parse(bag["TargetFramework"]);
        return new DotNetProject
        {
            ProjectPath = projectPath,
            ContextDirectory = contextDirectory,
            AssemblyName = bag["AssemblyName"] is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(projectPath),
            TargetFramework = framework,
            OutputType = bag["OutputType"] is { Length: > 0 } type ? type : "Exe",
            FrameworkReferences = frameworkReferences,
            RuntimeIdentifier = bag["RuntimeIdentifier"],
            IsSelfContained = bag.IsTrue("SelfContained") || bag.IsTrue("PublishSelfContained") || bag.IsTrue("PublishTrimmed") || bag.IsTrue("PublishAot"),
            PublishAot = bag.IsTrue("PublishAot"),
            PublishSingleFile = bag.IsTrue("PublishSingleFile"),
            InvariantGlobalization = bag.IsTrue("InvariantGlobalization"),
            ContainerFamily = bag["ContainerFamily"],
            ContainerBaseImage = bag["ContainerBaseImage"],
            ContainerUser = bag["ContainerUser"],
            ContainerWorkingDirectory = bag["ContainerWorkingDirectory"],
            ContainerRepository = bag.FirstOf(["ContainerRepository", "ContainerImageName"]),
            ContainerImageTags = bag.FirstOf(["ContainerImageTags", "ContainerImageTag"])
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            ContainerPorts = ReadPorts(ports),
            ContainerEnvironmentVariables = LastOfEach(environmentVariables),
            Labels = ImageLabels.From(bag, framework, labels),
            LabelsBaseImage = !bag.IsFalse("ContainerGenerateLabels") && !bag.IsFalse("ContainerGenerateLabelsImageBaseName"),
        };
    }

    private static List<ContainerPort> ReadPorts(IEnumerable<KeyValuePair<string, string>> items)
    {
        var ports = new List<ContainerPort>();
        foreach (var (identity, type) in items)
        {
            var slash = identity.IndexOf('/', StringComparison.Ordinal);
            var digits = slash < 0 ? identity : identity[..slash];
            var protocol = slash < 0 ? type : identity[(slash + 1)..];

            // What is no number becomes 0, which the project's obstacle then names.
            var number = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
            var port = new ContainerPort(number, protocol.Length == 0 ? "tcp" : protocol.ToLowerInvariant());
            if (!ports.Contains(port)) ports.Add(port);
        }

        return ports;
    }

    private static Dictionary<string, string> LastOfEach(IEnumerable<KeyValuePair<string, string>> items)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in items) values[name] = value;
        return values;
    }
}
