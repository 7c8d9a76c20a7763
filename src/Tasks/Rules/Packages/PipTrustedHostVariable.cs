namespace ContainerGuard.Rules.Packages;

/// <summary>pip takes any certificate of some hosts, by its variable.</summary>
internal sealed class PipTrustedHostVariable() : SwitchedOffByVariable(
    "PIP_TRUSTED_HOST", "makes pip take any certificate of these hosts, and none at all: whoever stands between the build and the server can put in what he likes.",
    "Name the certificate to trust with PIP_CERT, and leave the variable out.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5073", "PIP_TRUSTED_HOST makes pip trust hosts without looking at their certificates", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_16"],
    };

    protected override bool SwitchesOff(string value) => value.Length > 0;
}
