using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>curl does not verify certificates.</summary>
internal sealed class CurlInsecure() : SwitchedOffByOption(
    "disables TLS verification.",
    "Remove the option, install ca-certificates, and add the CA certificate with 'update-ca-certificates'.",
    "curl", "echo", "printf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5021", "TLS verification is disabled for curl", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_2"],
    };

    protected override ShellWord? FindIn(ShellCommand command)
    {
        if (command.Name == "curl") return FindOption(command.Line, "-k", "--insecure", "--proxy-insecure");
        return command.Name is "echo" or "printf" && command.Redirections.Any(
            static redirection => redirection.WritesFile && redirection.Target.Text.EndsWith("curlrc", StringComparison.Ordinal))
            ? command.Arguments.FirstOrDefault(static word => word.Text.Trim() is "insecure" or "-k" or "--insecure")
            : null;
    }
}
