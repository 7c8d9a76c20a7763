namespace ContainerGuard.Rules.Packages;

/// <summary>A variable disables the verification of some hosts' certificates in pip.</summary>
internal sealed class PipTrustedHostVariable() : SwitchedOffByVariable(
    "PIP_TRUSTED_HOST", "disables TLS verification in pip for the listed hosts.",
    "Remove it, and set PIP_CERT to the CA certificate.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5073", "PIP_TRUSTED_HOST disables TLS verification", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_16"],
    };

    protected override bool SwitchesOff(string value) => value.Length > 0;
}
