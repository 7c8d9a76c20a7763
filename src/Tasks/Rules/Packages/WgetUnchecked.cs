using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>wget does not verify certificates.</summary>
internal sealed class WgetUnchecked() : SwitchedOffByOption(
    "disables TLS verification.",
    "Remove the option, install ca-certificates, and add the CA certificate with 'update-ca-certificates'.",
    "wget")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5022", "TLS verification is disabled for wget", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_3"],
    };

    protected override ShellWord? FindIn(ShellCommand command) =>
        FindOption(command.Line, "--no-check-certificate")
        ?? command.Line.Options.FirstOrDefault(static option =>
            option.Value?.Replace(" ", "", StringComparison.Ordinal) is "check_certificate=off" or "check-certificate=off")?.Word;
}
