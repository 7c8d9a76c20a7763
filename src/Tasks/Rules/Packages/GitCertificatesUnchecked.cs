namespace ContainerGuard.Rules.Packages;

/// <summary>A variable disables the verification of certificates in git.</summary>
internal sealed class GitCertificatesUnchecked() : SwitchedOffByVariable(
    "GIT_SSL_NO_VERIFY", "disables TLS verification in git, with any value.",
    "Remove it, and set GIT_SSL_CAINFO to the CA certificate.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5023", "GIT_SSL_NO_VERIFY disables TLS verification", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_14"],
    };

    protected override bool SwitchesOff(string value) => value.Length > 0;
}
