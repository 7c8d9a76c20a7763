using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>curl or wget downloads a file, and no later command of the stage verifies a checksum or a signature.</summary>
internal sealed class UncheckedDownload : Rule
{
    /// <summary>Keys and lists of repositories. The package manager verifies what it downloads with them.</summary>
    private static readonly string[] NoPrograms =
        [".asc", ".gpg", ".key", ".pub", ".sig", ".pem", ".crt", ".cer", ".repo", ".list", ".sources"];

    private static readonly string[] OtherFolders =
        ["/dev/", "/etc/apt/", "/etc/apk/", "/etc/yum.repos.d/", "/usr/share/keyrings/", "/etc/pki/"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG5028", "A download is not verified with a checksum", Severity.Message) { IsRecommended = false };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("curl", "wget"))
        {
            if (Download.Of(command) is not { } download
                || !IsProgram(download.Address.Text)
                || (download.File is { } name && !IsProgram(name)))
            {
                continue;
            }

            if (file.Comparisons.FollowIn(run.Stage, run.Locate(command.Span).Start)) continue;
            findings.Report(run.Locate(download.Address.Span),
                "No command verifies this download. Verify it in the same RUN, for example with 'echo \"<sha256> "
                    + "*<file>\" | sha256sum -c -'.");
        }
    }

    private static bool IsProgram(string path) =>
        !Array.Exists(NoPrograms, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !Array.Exists(OtherFolders, folder => path.StartsWith(folder, StringComparison.Ordinal))
        && !path.Contains("://localhost", StringComparison.Ordinal) && !path.Contains("://127.", StringComparison.Ordinal);
}
