using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>pip takes any certificate of some hosts.</summary>
internal sealed class PipTrustedHost() : SwitchedOffByOption(
    "takes any certificate of these hosts, and none at all: whoever stands between the build and the server can put in what he likes.",
    "Name the certificate to trust (--cert, or PIP_CERT), and leave the option out.",
    "pip", "echo", "printf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5072", "pip trusts hosts without looking at their certificates", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_4"],
    };

    protected override ShellWord? FindIn(ShellCommand command)
    {
        if (command.Name is "echo" or "printf") return FindWritten(command, "pip.conf", "trusted-host=");
        return FindOption(command.Line, "--trusted-host")
            ?? (command.Line is { SubCommand: "config", Operands: [{ Value: "set" }, var key, ..] } && key.Text.EndsWith("trusted-host", StringComparison.Ordinal) ? key : null);
    }
}
