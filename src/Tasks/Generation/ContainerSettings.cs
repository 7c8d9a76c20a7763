using System.Globalization;

namespace ContainerGuard.Generation;

/// <summary>The properties and items with which any project describes its container.</summary>
/// <param name="properties">Evaluated values; a missing one is empty.</param>
/// <param name="ports"><c>ContainerPort</c> items with their <c>Type</c>.</param>
/// <param name="environmentVariables"><c>ContainerEnvironmentVariable</c> items with their <c>Value</c>.</param>
/// <param name="labels"><c>ContainerLabel</c> items with their <c>Value</c>.</param>
internal sealed class ContainerSettings(
    IReadOnlyDictionary<string, string> properties,
    IEnumerable<KeyValuePair<string, string>> ports,
    IEnumerable<KeyValuePair<string, string>> environmentVariables,
    IEnumerable<KeyValuePair<string, string>> labels)
{
    /// <summary>The properties that this class reads. The targets must pass them.</summary>
    public static IReadOnlyList<string> PropertyNames { get; } =
    [
        "ContainerFamily", "ContainerBaseImage", "ContainerUser", "ContainerWorkingDirectory",
        "ContainerRepository", "ContainerImageName", "ContainerImageTag", "ContainerImageTags",
        "ContainerGenerateLabelsImageBaseName", "ContainerGuardHealthcheck",
        .. ImageLabels.PropertyNames,
    ];

    public PropertyBag Properties { get; } = new(properties);

    /// <summary>A project with these settings.</summary>
    /// <param name="project">The project.</param>
    /// <param name="dotNetVersion">The version of .NET that is published; null outside .NET.</param>
    public ContainerProject ApplyTo(ContainerProject project, string? dotNetVersion) => project with
    {
        ContainerFamily = Properties["ContainerFamily"],
        ContainerBaseImage = Properties["ContainerBaseImage"],
        ContainerUser = Properties["ContainerUser"],
        ContainerWorkingDirectory = Properties["ContainerWorkingDirectory"],
        ContainerGuardHealthcheck = Properties["ContainerGuardHealthcheck"],
        ContainerRepository = Properties.FirstOf(["ContainerRepository", "ContainerImageName"]),
        ContainerImageTags = Properties.FirstOf(["ContainerImageTags", "ContainerImageTag"])
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ContainerPorts = ReadPorts(ports),
        ContainerEnvironmentVariables = LastOfEach(environmentVariables),
        Labels = ImageLabels.From(Properties, dotNetVersion, labels),
        LabelsBaseImage = !Properties.IsFalse("ContainerGenerateLabels") && !Properties.IsFalse("ContainerGenerateLabelsImageBaseName"),
    };

    private static List<ContainerPort> ReadPorts(IEnumerable<KeyValuePair<string, string>> items)
    {
        var ports = new List<ContainerPort>();
        foreach (var (identity, type) in items)
        {
            var slash = identity.IndexOf('/', StringComparison.Ordinal);
            var digits = slash < 0 ? identity : identity[..slash];
            var protocol = slash < 0 ? type : identity[(slash + 1)..];

            // An invalid number becomes 0, which the project's problem reports.
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
