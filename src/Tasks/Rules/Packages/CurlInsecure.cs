using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>curl takes any certificate.</summary>
internal sealed class CurlInsecure() : SwitchedOffByOption(
    "takes any certificate: whoever stands between the build and the server can put in what he likes.",
    "Leave the check on: install the package ca-certificates, and copy the certificate of a proxy or registry of your own beside it, for 'update-ca-certificates'.",
    "curl", "echo", "printf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5021", "curl takes any certificate", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_2"],
    };

    protected override ShellWord? FindIn(ShellCommand command)
    {
        if (command.Name == "curl") return FindOption(command.Line, "-k", "--insecure", "--proxy-insecure");
        return command.Name is "echo" or "printf" && command.Redirections.Any(static redirection => redirection.WritesFile && redirection.Target.Text.EndsWith("curlrc", StringComparison.Ordinal))
            ? command.Arguments.FirstOrDefault(static word => word.Text.Trim() is "insecure" or "-k" or "--insecure")
            : null;
    }
}
