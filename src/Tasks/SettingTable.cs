namespace ContainerGuard;

/// <summary>
/// Every property, item and target that people may use, one in a line. Spelling, kinds, values and metadata are checked against this table, and tests
/// compare it with the targets and with docs/properties.md.
/// </summary>
internal static class SettingTable
{
    /// <summary>In the order of docs/properties.md.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        // The guard
        Boolean("ContainerGuardEnabled"),
        Choice("ContainerGuardLevel", "minimum", "recommended", "strict", "all"),
        Text("ContainerGuardSarif"),
        Boolean("ContainerGuardSarifSuppressed"),
        Number("ContainerGuardLogLimit"),
        Text("ContainerGuardBaseline"),
        Text("ContainerGuardShellCheck"),
        Boolean("ContainerGuardCheckOnBuild"),
        Boolean("ContainerGuardErrorsOnBuild"),
        Boolean("ContainerGuardCheckOnPublish"),
        Boolean("ContainerGuardGenerateOnPublish"),
        Boolean("ContainerGuardDryRun"),
        Text("ContainerGuardRule"),

        // Fixing
        Boolean("ContainerGuardFixDryRun"),
        Text("ContainerGuardFixRules"),

        // Files
        Item("ContainerGuardDockerfile", """<ContainerGuardDockerfile Include="docker/Dockerfile" />"""),
        Text("ContainerGuardContext"),
        Text("ContainerGuardOutput"),
        Text("ContainerGuardLockFile"),
        Choice("ContainerGuardStack", "dotnet", "node", "go", "java", "ruby", "python", "static"),

        // The generated Dockerfile
        Choice("ContainerGuardLayout", "source", "publish"),
        new("ContainerGuardHealthcheck", SettingKind.Property, SettingType.UrlPath),
        Item("ContainerGuardAptPackage", """<ContainerGuardAptPackage Include="libgdiplus" Version="6.1-1" />""", ["Version", "Stage"]),
        Item("ContainerGuardRun", """<ContainerGuardRun Include="fonts" Command="fc-cache -f" />""", ["Command", "Stage"], "Command"),
        Item("ContainerGuardCopy", """<ContainerGuardCopy Include="certs/ca.crt" Destination="/etc/ssl/ca.crt" />""", ["Destination", "Stage"], "Destination"),
        Item("ContainerGuardFragment", """<ContainerGuardFragment Include="docker/limits.Dockerfile" At="begin" />""", ["At", "Stage"]),
        Boolean("ContainerGuardComments"),

        // Pinning
        Choice("ContainerGuardPinning", "require", "prefer", "off"),
        Boolean("ContainerGuardLocked"),
        Boolean("ContainerGuardOffline"),
        Boolean("ContainerGuardMirrorInFiles"),
        Item("ContainerGuardMirror", """<ContainerGuardMirror Include="mcr.microsoft.com" Registry="registry.corp/mcr" />""", ["Registry"], "Registry"),
        Item("ContainerGuardInsecureRegistry", """<ContainerGuardInsecureRegistry Include="registry.corp:5000" />"""),

        // CredentialItems refuses a Password with its reason, and checks which of the others are there.
        Item(
            "ContainerGuardCredential",
            """<ContainerGuardCredential Include="registry.corp" UserName="robot" PasswordVariable="REGISTRY_TOKEN" />""",
            ["UserName", "UserNameVariable", "PasswordVariable", "Password"]) with { HoldsSecret = true },
        Item("ContainerGuardTrustedRealm", """<ContainerGuardTrustedRealm Include="auth.corp" />"""),
        Item("ContainerGuardImage", """<ContainerGuardImage Include="mcr.microsoft.com/dotnet/aspnet:10.0" Policy="minor" />""", ["Policy", "MinimumAge"]),
        Choice("ContainerGuardUpdatePolicy", "digest", "patch", "minor", "major"),
        Number("ContainerGuardUpdateMinimumAge"),
        Boolean("ContainerGuardUpdateDryRun"),
        Text("ContainerGuardOutdatedJson"),
        Text("ContainerGuardOutdatedSarif"),
        Text("ContainerGuardWebhookVariable"),
        Text("ContainerGuardWebhookSecretVariable"),
        Item("ContainerGuardTrustedRegistry", """<ContainerGuardTrustedRegistry Include="registry.corp;docker.io/library" />"""),

        // Building
        Boolean("ContainerGuardBuildOnPublish"),
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
        Boolean("ContainerGuardSbom"),
        Boolean("ContainerGuardReproducible"),
        Text("ContainerGuardSourceDateEpoch"),

        // Labels
        Item(
            "ContainerGuardLabelSchema",
            """<ContainerGuardLabelSchema Include="org.opencontainers.image.source" Type="url" Required="true" />""",
            ["Type", "Required"]),
        Boolean("ContainerGuardStrictLabels"),

        // Hooks
        Text("ContainerGuardCheckDependsOn"),
        Text("ContainerGuardUpdateBaselineDependsOn"),
        Text("ContainerGuardFixDependsOn"),
        Text("ContainerGuardPinDependsOn"),
        Text("ContainerGuardUpdateDependsOn"),
        Text("ContainerGuardOutdatedDependsOn"),
        Text("ContainerGuardVerifyDependsOn"),
        Text("ContainerGuardGenerateDependsOn"),
        Text("ContainerGuardBuildDependsOn"),
        Text("ContainerGuardEjectDependsOn"),

        // Targets
        Target("ContainerGuardCheck"),
        Target("ContainerGuardUpdateBaseline"),
        Target("ContainerGuardFix"),
        Target("ContainerGuardPin"),
        Target("ContainerGuardUpdate"),
        Target("ContainerGuardOutdated"),
        Target("ContainerGuardVerify"),
        Target("ContainerGuardGenerate"),
        Target("ContainerGuardEject"),
        Target("ContainerGuardBuild"),
        Target("ContainerGuardExplain"),
    ];

    private static Dictionary<string, SettingDefinition> ByName { get; } = All.ToDictionary(static setting => setting.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The entry of a name, ignoring case; null if the name does not exist.</summary>
    public static SettingDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static SettingDefinition Text(string name) => new(name, SettingKind.Property);

    private static SettingDefinition Boolean(string name) => new(name, SettingKind.Property, SettingType.Boolean);

    private static SettingDefinition Number(string name) => new(name, SettingKind.Property, SettingType.Number);

    private static SettingDefinition Choice(string name, params string[] values) => new(name, SettingKind.Property, SettingType.Choice) { Values = values };

    private static SettingDefinition Target(string name) => new(name, SettingKind.Target);

    private static SettingDefinition Item(string name, string example, string[]? metadata = null, params string[] required) =>
        new(name, SettingKind.Item) { Example = example, Metadata = metadata ?? [], Required = required };
}
