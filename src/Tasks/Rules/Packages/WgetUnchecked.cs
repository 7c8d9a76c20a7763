using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>wget takes any certificate.</summary>
internal sealed class WgetUnchecked() : SwitchedOffByOption(
    "takes any certificate: whoever stands between the build and the server can put in what he likes.",
    "Give the build the certificate of your proxy or registry (copy it and run 'update-ca-certificates'), and leave the check on.",
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
