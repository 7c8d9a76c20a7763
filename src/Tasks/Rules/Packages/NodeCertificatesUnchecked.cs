namespace ContainerGuard.Rules.Packages;

/// <summary>A variable disables the verification of certificates in Node.js.</summary>
internal sealed class NodeCertificatesUnchecked() : SwitchedOffByVariable(
    "NODE_TLS_REJECT_UNAUTHORIZED", "disables TLS verification in Node.js.",
    "Remove it, and set NODE_EXTRA_CA_CERTS to the CA certificate.")
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG5005", "NODE_TLS_REJECT_UNAUTHORIZED disables TLS verification", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_6"],
    };

    protected override bool SwitchesOff(string value) => value == "0";
}
