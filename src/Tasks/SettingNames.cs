using System.Xml;
using ContainerGuard.Dockerfile;

namespace ContainerGuard;

/// <summary>Every property and item that people may write, and where a project writes one that does not exist.</summary>
internal static class SettingNames
{
    private const string Prefix = "ContainerGuard";

    private static readonly string[] Known =
    [
        "ContainerGuardEnabled", "ContainerGuardLevel", "ContainerGuardDockerfile", "ContainerGuardContext", "ContainerGuardOutput",
        "ContainerGuardStack", "ContainerGuardLayout", "ContainerGuardHealthcheck", "ContainerGuardAptPackage", "ContainerGuardRun", "ContainerGuardCopy", "ContainerGuardFragment", "ContainerGuardComments", "ContainerGuardLockFile", "ContainerGuardPinning", "ContainerGuardLocked", "ContainerGuardOffline",
        "ContainerGuardMirror", "ContainerGuardInsecureRegistry", "ContainerGuardCredential", "ContainerGuardTrustedRealm", "ContainerGuardSarif", "ContainerGuardLogLimit", "ContainerGuardShellCheck",
        "ContainerGuardTrustedRegistry", "ContainerGuardLabelSchema", "ContainerGuardStrictLabels",
        "ContainerGuardBaseline", "ContainerGuardImage", "ContainerGuardUpdatePolicy", "ContainerGuardUpdateMinimumAge", "ContainerGuardUpdateDryRun", "ContainerGuardOutdatedJson", "ContainerGuardOutdatedSarif", "ContainerGuardWebhookVariable", "ContainerGuardWebhookSecretVariable", "ContainerGuardFixDryRun", "ContainerGuardFixRules",
        "ContainerGuardBuildTool", "ContainerGuardBuilder", "ContainerGuardBuildOutput", "ContainerGuardBuildPlatforms", "ContainerGuardBuildArgument", "ContainerGuardSecret", "ContainerGuardBuildOption",
        "ContainerGuardProvenance", "ContainerGuardSbom", "ContainerGuardReproducible", "ContainerGuardSourceDateEpoch", "ContainerGuardBuildOnPublish", "ContainerGuardBuildDependsOn",
        "ContainerGuardCheckOnBuild", "ContainerGuardErrorsOnBuild", "ContainerGuardCheckOnPublish", "ContainerGuardGenerateOnPublish",
        "ContainerGuardCheckDependsOn", "ContainerGuardUpdateBaselineDependsOn", "ContainerGuardFixDependsOn", "ContainerGuardPinDependsOn", "ContainerGuardUpdateDependsOn", "ContainerGuardOutdatedDependsOn", "ContainerGuardVerifyDependsOn",
        "ContainerGuardGenerateDependsOn", "ContainerGuardEjectDependsOn",
    ];

    // Targets are people's to call and to hook, and their names begin alike.
    private static readonly string[] Targets =
    [
        "ContainerGuardCheck", "ContainerGuardUpdateBaseline", "ContainerGuardFix", "ContainerGuardPin", "ContainerGuardUpdate", "ContainerGuardOutdated", "ContainerGuardVerify", "ContainerGuardGenerate",
        "ContainerGuardEject", "ContainerGuardBuild", "ContainerGuardExplain",
    ];

    public static IReadOnlyList<string> All => Known;

    public static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static bool IsKnown(string name) =>
        Known.Contains(name, StringComparer.OrdinalIgnoreCase) || Targets.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A sentence that names the nearest real property.</summary>
    public static string Explain(string name) => Nearest.Find(name, Known, ignoreCase: true) is { } nearest
        ? $"There is no property or item '{name}', so it has no effect. Did you mean '{nearest}'?"
        : $"There is no property or item '{name}', so it has no effect. The names there are stand in docs/properties.md of the package.";

    /// <summary>
    /// The names with our prefix of the elements below a PropertyGroup or an ItemGroup, with 1-based places. A file that is not there, or is not XML, has
    /// none: MSBuild itself has already said so.
    /// </summary>
    public static IEnumerable<(string Name, int Line, int Column)> UsedIn(string path)
    {
        var names = new List<(string, int, int)>();
        try
        {
            // Most project files name nothing of ours, and a search in the text is far cheaper than a reader.
            var text = File.ReadAllText(path);
            if (!text.Contains("<" + Prefix, StringComparison.OrdinalIgnoreCase)) return names;

            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && IsOurs(reader.LocalName) && reader is IXmlLineInfo place)
                {
                    names.Add((reader.LocalName, place.LineNumber, place.LinePosition));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or XmlException)
        {
        }

        return names;
    }
}
