using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>pip does not verify the certificates of some hosts.</summary>
internal sealed class PipTrustedHost() : SwitchedOffByOption(
    "disables TLS verification for the listed hosts.",
    "Remove it, and set the CA certificate with --cert or PIP_CERT.",
    "pip", "echo", "printf")
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG5072", "TLS verification is disabled for pip (--trusted-host)", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_4"],
    };

    protected override ShellWord? FindIn(ShellCommand command)
    {
        if (command.Name is "echo" or "printf") return FindWritten(command, "pip.conf", "trusted-host=");
        return FindOption(command.Line, "--trusted-host")
            ?? (command.Line is { SubCommand: "config", Operands: [{ Value: "set" }, var key, ..] }
                && key.Text.EndsWith("trusted-host", StringComparison.Ordinal)
                ? key
                : null);
    }
}
