using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Packages;

/// <summary>A variable disables the verification of certificates in Python 2.7 (PEP 493). Python 3 does not read it.</summary>
internal sealed class PythonCertificatesUnchecked() : SwitchedOffByVariable(
    "PYTHONHTTPSVERIFY", "disables TLS verification in Python 2.7.",
    "Remove it, and set SSL_CERT_FILE to the CA certificate.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5074", "PYTHONHTTPSVERIFY disables TLS verification", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_5"],
    };

    protected override bool SwitchesOff(string value) => value == "0";

    /// <summary>In an image of Python 3. A tag of the python image without a version is Python 3, too.</summary>
    protected override bool IsNotRead(Stage stage)
    {
        if (StageBase.Of(stage) is not { } image || SecretFiles.NameOf(image.Repository) != "python") return false;
        return image.Tag is not { } text || ImageTag.Parse(text) is not { HasVersion: true } tag || tag.Version!.Major > 2;
    }
}
