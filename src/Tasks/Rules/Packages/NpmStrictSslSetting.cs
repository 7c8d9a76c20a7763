using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>A setting of npm, yarn or pnpm disables the verification of certificates.</summary>
internal sealed class NpmStrictSslSetting() : SwitchedOffByOption(
    "disables TLS verification.",
    "Remove the setting, and set the CA certificate with 'npm config set cafile <file>'.",
    "npm", "yarn", "pnpm", "echo", "printf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5007", "TLS verification is disabled for npm, yarn or pnpm", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_13"],
    };

    protected override ShellWord? FindIn(ShellCommand command)
    {
        if (command.Name is "echo" or "printf")
        {
            return FindWritten(command, "npmrc", "strict-ssl=false")
                ?? FindWritten(command, ".yarnrc", "strict-sslfalse")
                ?? FindWritten(command, ".yarnrc.yml", "enableStrictSsl:false");
        }

        var isSetting = false;
        for (var i = 1; i < command.Words.Length; i++)
        {
            var word = command.Words[i];
            var isBeforeFalse = command.Words.ElementAtOrDefault(i + 1)?.Value == "false";
            if (word.Text is "--strict-ssl=false" or "--no-strict-ssl" || (isBeforeFalse && word.Text == "--strict-ssl")) return word;
            if (isSetting && (word.Text is "strict-ssl=false" or "enableStrictSsl=false"
                || (isBeforeFalse && word.Text is "strict-ssl" or "enableStrictSsl")))
            {
                return word;
            }

            isSetting |= word.Text == "set";
        }

        return null;
    }
}
