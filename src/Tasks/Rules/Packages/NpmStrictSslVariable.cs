namespace ContainerGuard.Rules.Packages;

/// <summary>A variable disables the verification of certificates in npm.</summary>
internal sealed class NpmStrictSslVariable() : SwitchedOffByVariable(
    "NPM_CONFIG_STRICT_SSL", "disables TLS verification in npm.",
    "Remove it, and set NPM_CONFIG_CAFILE to the CA certificate.", StringComparison.OrdinalIgnoreCase)
{
    public override RuleDescriptor Descriptor { get; } = new("CG5006", "NPM_CONFIG_STRICT_SSL disables TLS verification", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_12"],
    };

    protected override bool SwitchesOff(string value) => value == "false";
}
