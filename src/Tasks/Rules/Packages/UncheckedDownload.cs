using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>curl or wget fetches a file, and nothing after it in the stage compares a checksum or a signature.</summary>
internal sealed class UncheckedDownload : Rule
{
    /// <summary>What a word of a command has that compares, whatever the program: <c>sha256sum</c>, <c>openssl dgst -sha256</c>, <c>gpg --verify</c>.</summary>
    private static readonly string[] Comparing = ["sha1", "sha2", "sha3", "sha5", "shasum", "md5", "b2sum", "checksum", "hash_file", "verify", "gpgv", "cosign", "minisign", "signify"];

    /// <summary>Keys and lists of packages: what comes by them is checked by the package manager.</summary>
    private static readonly string[] NoPrograms = [".asc", ".gpg", ".key", ".pub", ".sig", ".pem", ".crt", ".cer", ".repo", ".list", ".sources"];

    private static readonly string[] OtherFolders = ["/dev/", "/etc/apt/", "/etc/apk/", "/etc/yum.repos.d/", "/usr/share/keyrings/", "/etc/pki/"];

    public override RuleDescriptor Descriptor { get; } = new("CG5028", "A download is compared with nothing", Severity.Message) { IsRecommended = false };

    public override void Check(RuleContext context)
    {
        Dictionary<Stage, int>? lastComparison = null;
        foreach (var (run, command) in context.Commands.Of("curl", "wget"))
        {
            if (Download.Of(command) is not { } download || !IsProgram(download.Address.Text) || (download.File is { } file && !IsProgram(file))) continue;
            if ((lastComparison ??= LastComparisons(context)).TryGetValue(run.Stage, out var last) && last > run.Locate(command.Span).Start) continue;
            context.Report(run.Locate(download.Address.Span),
                $"'{command.Name}' fetches this file, and nothing compares what comes: whoever controls the server, or the name, changes the image. Compare it in the same RUN, as in 'echo \"<sha256> *<file>\" | sha256sum -c -', or write ADD --checksum=sha256:….");
        }
    }

    private static Dictionary<Stage, int> LastComparisons(RuleContext context)
    {
        Dictionary<Stage, int> last = [];
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (command.Words.Any(static word => Array.Exists(Comparing, text => word.Text.Contains(text, StringComparison.OrdinalIgnoreCase)))) last[run.Stage] = run.Locate(command.Span).Start + 1;
            }
        }

        return last;
    }

    private static bool IsProgram(string path) =>
        !Array.Exists(NoPrograms, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !Array.Exists(OtherFolders, folder => path.StartsWith(folder, StringComparison.Ordinal))
        && !path.Contains("://localhost", StringComparison.Ordinal) && !path.Contains("://127.", StringComparison.Ordinal);
}
