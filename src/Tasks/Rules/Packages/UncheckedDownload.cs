using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>curl or wget fetches a file, and nothing after it in the stage compares a checksum or a signature.</summary>
internal sealed class UncheckedDownload : Rule
{
    /// <summary>Keys and lists of packages: what comes by them is checked by the package manager.</summary>
    private static readonly string[] NoPrograms = [".asc", ".gpg", ".key", ".pub", ".sig", ".pem", ".crt", ".cer", ".repo", ".list", ".sources"];

    private static readonly string[] OtherFolders = ["/dev/", "/etc/apt/", "/etc/apk/", "/etc/yum.repos.d/", "/usr/share/keyrings/", "/etc/pki/"];

    public override RuleDescriptor Descriptor { get; } = new("CG5028", "A download is compared with nothing", Severity.Message) { IsRecommended = false };

    public override void Check(RuleContext context)
    {
        Comparisons? comparisons = null;
        foreach (var (run, command) in context.Commands.Of("curl", "wget"))
        {
            if (Download.Of(command) is not { } download || !IsProgram(download.Address.Text) || (download.File is { } file && !IsProgram(file))) continue;
            if ((comparisons ??= Comparisons.In(context)).FollowIn(run.Stage, run.Locate(command.Span).Start)) continue;
            context.Report(run.Locate(download.Address.Span),
                $"'{command.Name}' fetches this file, and nothing compares what comes: whoever controls the server, or the name, changes the image. Compare it in the same RUN, as in 'echo \"<sha256> *<file>\" | sha256sum -c -', or write ADD --checksum=sha256:….");
        }
    }

    private static bool IsProgram(string path) =>
        !Array.Exists(NoPrograms, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !Array.Exists(OtherFolders, folder => path.StartsWith(folder, StringComparison.Ordinal))
        && !path.Contains("://localhost", StringComparison.Ordinal) && !path.Contains("://127.", StringComparison.Ordinal);
}
