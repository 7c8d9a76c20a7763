using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>git takes any certificate, by its setting.</summary>
internal sealed class GitSslVerifySetting() : SwitchedOffByOption(
    "switches off the check of certificates: whoever stands between the build and the server can put in what he likes.",
    "Name the certificate to trust (http.sslCAInfo), and leave the check on.",
    "git")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5029", "git is told to take any certificate", Severity.Error);

    protected override ShellWord? FindIn(ShellCommand command)
    {
        for (var i = 1; i < command.Words.Length; i++)
        {
            var text = command.Words[i].Text;
            if (text.EndsWith("sslVerify=false", StringComparison.OrdinalIgnoreCase) || text.EndsWith("sslVerify=0", StringComparison.OrdinalIgnoreCase)) return command.Words[i];
            if (text.EndsWith(".sslVerify", StringComparison.OrdinalIgnoreCase) && command.Words.ElementAtOrDefault(i + 1)?.Value is "false" or "0" or "no" or "off") return command.Words[i];
        }

        return null;
    }
}
