using ContainerGuard.Generation;

namespace ContainerGuard;

/// <summary>
/// Every property, item and target that people may use, one in a line. Spelling, kinds, values and metadata are checked against this table.
/// Tests compare it with the targets, which have the defaults, and with docs/properties.md.
/// </summary>
internal static class SettingTable
{
    /// <summary>In the order of docs/properties.md.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        // The guard
        Boolean("ContainerGuardEnabled", "true"),
        Choice("ContainerGuardLevel", "minimum", "recommended", "strict", "all") with { Default = "recommended" },
        Text("ContainerGuardSarif"),
        Boolean("ContainerGuardSarifSuppressed", "true"),
        Item("ContainerGuardReport", """<ContainerGuardReport Include="artifacts/report.md" Format="markdown" />""", ["Format"]),
        Boolean("ContainerGuardStepSummary", "true"),
        Number("ContainerGuardLogLimit", "0"),
        Text("ContainerGuardBaseline"),
        Text("ContainerGuardShellCheck"),
        Boolean("ContainerGuardCheckOnBuild", "true"),
        Boolean("ContainerGuardErrorsOnBuild", "false"),
        Boolean("ContainerGuardCheckOnPublish", "true"),
        Boolean("ContainerGuardGenerateOnPublish", "true"),
        Boolean("ContainerGuardDryRun", "false"),
        Text("ContainerGuardRule"),

        // Fixing
        Boolean("ContainerGuardFixDryRun", "$(ContainerGuardDryRun)"),
        Text("ContainerGuardFixRules"),

        // Files
        Item("ContainerGuardCompose", """<ContainerGuardCompose Include="compose.yaml" />"""),
        Item("ContainerGuardDockerfile", """<ContainerGuardDockerfile Include="docker/Dockerfile" />""", ["Context"]),
        Text("ContainerGuardContext"),
        Text("ContainerGuardOutput"),
        Text("ContainerGuardLockFile"),
        Choice("ContainerGuardStack", [.. Stacks.Names]),

        // The generated Dockerfile
        Choice("ContainerGuardLayout", "source", "publish") with { Default = "source" },
        new("ContainerGuardHealthcheck", SettingKind.Property, SettingType.UrlPath),
        Text("ContainerGuardSiteOutput"),
        new("ContainerGuardSiteBase", SettingKind.Property, SettingType.UrlPath),
        Item("ContainerGuardAptPackage", """<ContainerGuardAptPackage Include="libgdiplus" Version="6.1-1" />""", ["Version", "Stage"]) with
        {
            Forms = [Stage],
        },
        Item("ContainerGuardRun", """<ContainerGuardRun Include="fonts" Command="fc-cache -f" />""", ["Command", "Stage"], "Command") with
        {
            Forms = [Stage],
        },
        Item(
            "ContainerGuardCopy", """<ContainerGuardCopy Include="certs/ca.crt" Destination="/etc/ssl/ca.crt" />""",
            ["Destination", "Stage", "Owner"], "Destination") with { Forms = [Stage] },
        Item("ContainerGuardWritable", """<ContainerGuardWritable Include="/data" />"""),
        Item("ContainerGuardRestoreInput", """<ContainerGuardRestoreInput Include="../../eng/versions.json" />"""),
        Item("ContainerGuardFragment", """<ContainerGuardFragment Include="docker/limits.Dockerfile" At="begin" />""", ["At", "Stage"]) with
        {
            Forms = [Stage, Choice("At", "begin", "end")],
        },
        Boolean("ContainerGuardComments", "true"),

        // Pinning
        Choice("ContainerGuardPinning", "require", "prefer", "lock", "off") with { Default = "require" },
        Boolean("ContainerGuardLocked", "false"),
        Boolean("ContainerGuardOffline", "false"),
        Boolean("ContainerGuardMirrorInFiles", "false"),
        Item(
            "ContainerGuardMirror", """<ContainerGuardMirror Include="mcr.microsoft.com" Registry="registry.corp/mcr" />""", ["Registry"],
            "Registry"),
        Item("ContainerGuardInsecureRegistry", """<ContainerGuardInsecureRegistry Include="registry.corp:5000" />"""),

        // CredentialItems refuses a Password with its reason, and checks which of the others are there.
        Item(
            "ContainerGuardCredential",
            """<ContainerGuardCredential Include="registry.corp" UserName="robot" PasswordVariable="REGISTRY_TOKEN" />""",
            ["UserName", "UserNameVariable", "PasswordVariable", "Password"]) with { HoldsSecret = true },
        Item("ContainerGuardTrustedRealm", """<ContainerGuardTrustedRealm Include="auth.corp" />"""),
        Item(
            "ContainerGuardImage", """<ContainerGuardImage Include="mcr.microsoft.com/dotnet/aspnet:10.0" Policy="minor" />""",
            ["Policy", "MinimumAge"]) with { Forms = [Choice("Policy", Policies), Number("MinimumAge", "0")] },
        Choice("ContainerGuardUpdatePolicy", Policies) with { Default = "digest" },
        Number("ContainerGuardUpdateMinimumAge", "0"),
        Boolean("ContainerGuardUpdateDryRun", "$(ContainerGuardDryRun)"),
        Text("ContainerGuardOutdatedJson"),
        Text("ContainerGuardOutdatedSarif"),
        Text("ContainerGuardBasesJson"),
        Text("ContainerGuardWebhookVariable"),
        Text("ContainerGuardWebhookSecretVariable"),
        Item("ContainerGuardTrustedRegistry", """<ContainerGuardTrustedRegistry Include="registry.corp;docker.io/library" />"""),

        // Building
        Boolean("ContainerGuardBuildOnPublish", "false"),
        Choice("ContainerGuardBuildTool", "docker", "podman", "buildah"),
        Text("ContainerGuardBuilder"),
        Text("ContainerGuardBuildOutput"),
        Text("ContainerGuardBuildPlatforms"),
        Item(
            "ContainerGuardSecret",
            """<ContainerGuardSecret Include="npm-token" EnvironmentVariable="NPM_TOKEN" />""",
            ["Source", "EnvironmentVariable"],
            "Source|EnvironmentVariable") with { HoldsSecret = true },
        Item("ContainerGuardBuildArgument", """<ContainerGuardBuildArgument Include="VERSION" Value="1.2" />""", ["Value"]),
        Item("ContainerGuardBuildOption", """<ContainerGuardBuildOption Include="--no-cache" />"""),
        Choice("ContainerGuardProvenance", "min", "max", "false"),
        Choice("ContainerGuardSbom", "true", "false", "cyclonedx", "spdx") with { Type = SettingType.Choices, Default = "false" },
        Boolean("ContainerGuardReproducible", "false"),
        Text("ContainerGuardSourceDateEpoch"),

        // Inspection
        Text("ContainerGuardInspectImage"),
        Text("ContainerGuardInspectJson"),
        Boolean("ContainerGuardInspectOnBuild", "true"),
        Boolean("ContainerGuardInspectBeforePush", "false"),
        Boolean("ContainerGuardInspectFiles", ""),
        Text("ContainerGuardInspectSarif"),
        Item(
            "ContainerGuardExpect", """<ContainerGuardExpect Include="file" Path="/app/run" Owner="0:0" Mode="755" />""",
            ["Path", "Owner", "Mode", "Name", "Value"]),
        Item("ContainerGuardStructureTest", """<ContainerGuardStructureTest Include="container-tests.yaml" />"""),
        Item(
            "ContainerGuardException",
            """<ContainerGuardException Include="CG8005" Path="usr/bin/ping" Reason="needed by the health check" Expires="2027-03-31" />""",
            ["Path", "Package", "Reason", "Expires"]),
        Text("ContainerGuardCacheFolder"),

        // Scanning
        Boolean("ContainerGuardScanOnPublish", "true"),
        Choice("ContainerGuardScanSeverity", "low", "medium", "high", "critical") with { Default = "high" },
        Choice("ContainerGuardScanBase", "error", "warn", "message", "off") with { Default = "warn" },
        Choice("ContainerGuardScanUnfixed", "error", "warn", "message", "off") with { Default = "message" },
        Text("ContainerGuardScanner"),
        Boolean("ContainerGuardScanFresh", "false"),
        Number("ContainerGuardAdvisoryMaxAge", "0"),
        Item("ContainerGuardVex", """<ContainerGuardVex Include="security/app.openvex.json" />"""),
        Item(
            "ContainerGuardAdvisorySource", """<ContainerGuardAdvisorySource Include="https://feed.example.com/v3/index.json" />""",
            ["Type"]),

        // Labels
        Item(
            "ContainerGuardLabelSchema",
            """<ContainerGuardLabelSchema Include="org.opencontainers.image.source" Type="url" Required="true" />""",
            ["Type", "Required"]),
        Boolean("ContainerGuardStrictLabels", "false"),

        // Hooks
        Text("ContainerGuardCheckDependsOn"),
        Text("ContainerGuardUpdateBaselineDependsOn"),
        Text("ContainerGuardFixDependsOn"),
        Text("ContainerGuardPinDependsOn"),
        Text("ContainerGuardUpdateDependsOn"),
        Text("ContainerGuardOutdatedDependsOn"),
        Text("ContainerGuardVerifyDependsOn"),
        Text("ContainerGuardBasesDependsOn"),
        Text("ContainerGuardGenerateDependsOn"),
        Text("ContainerGuardBuildImageDependsOn"),
        Text("ContainerGuardBuildDependsOn"),
        Text("ContainerGuardEjectDependsOn"),
        Text("ContainerGuardInspectDependsOn"),
        Text("ContainerGuardScanDependsOn"),
        Text("ContainerGuardUpdateAdvisoriesDependsOn"),

        // Targets
        Target("ContainerGuardCheck"),
        Target("ContainerGuardUpdateBaseline"),
        Target("ContainerGuardFix"),
        Target("ContainerGuardPin"),
        Target("ContainerGuardPinContainer"),
        Target("ContainerGuardUpdate"),
        Target("ContainerGuardOutdated"),
        Target("ContainerGuardVerify"),
        Target("ContainerGuardBases"),
        Target("ContainerGuardGenerate"),
        Target("ContainerGuardEject"),
        Target("ContainerGuardBuildImage"),
        Target("ContainerGuardBuild"),
        Target("ContainerGuardInspect"),
        Target("ContainerGuardScan"),
        Target("ContainerGuardUpdateAdvisories"),
        Target("ContainerGuardExplain"),
    ];

    private static string[] Policies => ["digest", "patch", "minor", "lts", "major"];

    private static SettingDefinition Stage => Choice("Stage", "build", "final");

    /// <summary>
    /// The properties whose values can be invalid. The target <c>_ContainerGuardPrepare</c> passes them to the task that checks them.
    /// </summary>
    public static IEnumerable<SettingDefinition> Checked =>
        All.Where(static setting => setting.Kind == SettingKind.Property && setting.Type != SettingType.Text);

    private static Dictionary<string, SettingDefinition> ByName { get; } =
        All.ToDictionary(static setting => setting.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The entry of a name, ignoring case; null if the name does not exist.</summary>
    public static SettingDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static SettingDefinition Text(string name) => new(name, SettingKind.Property);

    private static SettingDefinition Boolean(string name, string @default) =>
        new(name, SettingKind.Property, SettingType.Boolean) { Default = @default };

    private static SettingDefinition Number(string name, string @default) =>
        new(name, SettingKind.Property, SettingType.Number) { Default = @default };

    private static SettingDefinition Choice(string name, params string[] values) =>
        new(name, SettingKind.Property, SettingType.Choice) { Values = values };

    private static SettingDefinition Target(string name) => new(name, SettingKind.Target);

    private static SettingDefinition Item(string name, string example, string[]? metadata = null, params string[] required) =>
        new(name, SettingKind.Item) { Example = example, Metadata = metadata ?? [], Required = required };
}
