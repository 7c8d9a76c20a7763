namespace ContainerGuard.Rules.Packages;

/// <summary>Node.js takes any certificate.</summary>
internal sealed class NodeCertificatesUnchecked() : SwitchedOffByVariable(
    "NODE_TLS_REJECT_UNAUTHORIZED", "makes Node.js take any certificate: whoever stands between the build and the server can put in what he likes.",
    "Name the certificate to trust with NODE_EXTRA_CA_CERTS, and leave the check on.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5005", "NODE_TLS_REJECT_UNAUTHORIZED makes Node.js take any certificate", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_6"],
    };

    protected override bool SwitchesOff(string value) => value == "0";
}
