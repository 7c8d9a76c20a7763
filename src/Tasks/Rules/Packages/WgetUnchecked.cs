using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>wget takes any certificate.</summary>
internal sealed class WgetUnchecked() : SwitchedOffByOption(
    "takes any certificate: whoever stands between the build and the server can put in what he likes.",
    "Leave the check on: install the package ca-certificates, and copy the certificate of a proxy or registry of your own beside it, for 'update-ca-certificates'.",
    "wget")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5022", "wget takes any certificate", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_3"],
    };

    protected override ShellWord? FindIn(ShellCommand command) =>
        FindOption(command.Line, "--no-check-certificate")
        ?? command.Line.Options.FirstOrDefault(static option => option.Value?.Replace(" ", "", StringComparison.Ordinal) is "check_certificate=off" or "check-certificate=off")?.Word;
}
