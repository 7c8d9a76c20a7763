using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Packages;

/// <summary>Python 2.7 takes any certificate; Python 3 does not read the variable (PEP 493).</summary>
internal sealed class PythonCertificatesUnchecked() : SwitchedOffByVariable(
    "PYTHONHTTPSVERIFY", "makes Python 2.7 take any certificate (Python 3 does not read it): whoever stands between the build and the server can put in what he likes.",
    "Name the certificate to trust with SSL_CERT_FILE, and leave the variable out.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5074", "PYTHONHTTPSVERIFY makes Python take any certificate", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_5"],
    };

    protected override bool SwitchesOff(string value) => value == "0";

    /// <summary>In an image of Python 3, which is also what its tags without a version are.</summary>
    protected override bool IsNotRead(Stage stage)
    {
        if (StageBase.Of(stage) is not { } image || SecretFiles.NameOf(image.Repository) != "python") return false;
        return image.Tag is not { } text || ImageTag.Parse(text) is not { HasVersion: true } tag || tag.Version!.Major > 2;
    }
}
