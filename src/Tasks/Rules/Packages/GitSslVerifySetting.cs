using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>A setting of git disables the verification of certificates.</summary>
internal sealed class GitSslVerifySetting() : SwitchedOffByOption(
    "disables TLS verification.",
    "Remove the setting, and set http.sslCAInfo to the CA certificate.",
    "git")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5029", "TLS verification is disabled for git", Severity.Error);

    protected override ShellWord? FindIn(ShellCommand command)
    {
        for (var i = 1; i < command.Words.Length; i++)
        {
            var text = command.Words[i].Text;
            if (text.EndsWith("sslVerify=false", StringComparison.OrdinalIgnoreCase)
                || text.EndsWith("sslVerify=0", StringComparison.OrdinalIgnoreCase))
            {
                return command.Words[i];
            }

            if (text.EndsWith(".sslVerify", StringComparison.OrdinalIgnoreCase)
                && command.Words.ElementAtOrDefault(i + 1)?.Value is "false" or "0" or "no" or "off")
            {
                return command.Words[i];
            }
        }

        return null;
    }
}
