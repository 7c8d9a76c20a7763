namespace ContainerGuard.Rules.Packages;

/// <summary>git takes any certificate, by its variable.</summary>
internal sealed class GitCertificatesUnchecked() : SwitchedOffByVariable(
    "GIT_SSL_NO_VERIFY", "makes git take any certificate, whatever its value: whoever stands between the build and the server can put in what he likes.",
    "Name the certificate to trust with GIT_SSL_CAINFO, and leave the variable out.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5023", "GIT_SSL_NO_VERIFY makes git take any certificate", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_14"],
    };

    protected override bool SwitchesOff(string value) => value.Length > 0;
}
