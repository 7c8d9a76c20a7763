namespace ContainerGuard.Rules.Packages;

/// <summary>npm takes any certificate, by its variable.</summary>
internal sealed class NpmStrictSslVariable() : SwitchedOffByVariable(
    "NPM_CONFIG_STRICT_SSL", "makes npm take any certificate: whoever stands between the build and the server can put in what he likes.",
    "Name the certificate to trust with NPM_CONFIG_CAFILE, and leave the check on.", StringComparison.OrdinalIgnoreCase)
{
    public override RuleDescriptor Descriptor { get; } = new("CG5006", "NPM_CONFIG_STRICT_SSL makes npm take any certificate", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_12"],
    };

    protected override bool SwitchesOff(string value) => value == "false";
}
