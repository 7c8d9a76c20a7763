using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Packages;

/// <summary>ADD downloads a file without a checksum.</summary>
internal sealed class RemoteAdd : Rule
{
    /// <summary>Signatures verify other files.</summary>
    private static readonly string[] Signatures = [".asc", ".sig", ".sign", ".minisig"];

    public override RuleDescriptor Descriptor { get; } = new("CG5027", "ADD downloads a file without --checksum", Severity.Message)
    {
        Aliases = ["kics:Curl or Wget Instead of Add"],
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, _, add) in file.Instructions.Of(InstructionKind.Add))
        {
            if (add.FindFlag("checksum") is not null) continue;
            foreach (var source in add.Sources)
            {
                if (!IsRemoteFile(source.Value) || file.IsLockedByFile(source)) continue;
                if (file.Comparisons.FollowIn(stage, source.Span.Start)) continue;
                findings.Report(source.Span,
                    "ADD downloads this file without a checksum. Use a URL with a version number, and add '--checksum=sha256:<checksum>'.");
                break;
            }
        }
    }

    /// <summary>Whether a source is a remote file: not a repository, a signature or only the name of a host.</summary>
    private static bool IsRemoteFile(string source) =>
        (source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && source.TrimEnd('/').LastIndexOf('/') > "https://".Length
        && !Array.Exists(Signatures, ending => source.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !source.EndsWith(".git", StringComparison.Ordinal) && !source.Contains(".git#", StringComparison.Ordinal);
}
