using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Packages;

/// <summary>ADD fetches a file that nobody compares.</summary>
internal sealed class RemoteAdd : Rule
{
    /// <summary>A signature is what others are compared by.</summary>
    private static readonly string[] Signatures = [".asc", ".sig", ".sign", ".minisig"];

    public override RuleDescriptor Descriptor { get; } = new("CG5027", "ADD fetches a file whose checksum nobody compares", Severity.Message)
    {
        Aliases = ["kics:Curl or Wget Instead of Add"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        Comparisons? comparisons = null;
        foreach (var stage in context.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                var add = instruction.Trigger ?? instruction;
                if (add.Kind != InstructionKind.Add || add.FindFlag("checksum") is not null) continue;
                foreach (var source in add.Sources)
                {
                    if (!IsRemoteFile(source.Value) || (comparisons ??= Comparisons.In(context)).FollowIn(stage, source.Span.Start)) continue;
                    context.Report(source.Span,
                        "ADD fetches this file, and nobody compares what comes: whoever controls the server, or the name, changes the image. Take a fixed version of it, and write ADD --checksum=sha256:…, with the checksum that its makers publish.");
                    break;
                }
            }
        }
    }

    /// <summary>No repository, no signature, and no bare host, whose answer is no file.</summary>
    private static bool IsRemoteFile(string source) =>
        (source.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && source.TrimEnd('/').LastIndexOf('/') > "https://".Length && !Array.Exists(Signatures, ending => source.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !source.EndsWith(".git", StringComparison.Ordinal) && !source.Contains(".git#", StringComparison.Ordinal);
}
