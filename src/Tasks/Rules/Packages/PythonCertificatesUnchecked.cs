namespace ContainerGuard.Rules.Packages;

/// <summary>Python takes any certificate.</summary>
internal sealed class PythonCertificatesUnchecked() : SwitchedOffByVariable(
    "PYTHONHTTPSVERIFY", "makes Python take any certificate: whoever stands between the build and the server can put in what he likes.",
    "Name the certificate to trust with SSL_CERT_FILE, and leave the check on.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5074", "PYTHONHTTPSVERIFY makes Python take any certificate", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_5"],
    };

    protected override bool SwitchesOff(string value) => value == "0";
}
