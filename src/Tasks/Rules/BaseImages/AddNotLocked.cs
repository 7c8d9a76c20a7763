using ContainerGuard.Analysis;
using ContainerGuard.Pinning;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>
/// With <c>ContainerGuardPinning=lock</c>, the builder must use the lock file for images, and ADD gets something that is not in it.
/// </summary>
internal sealed class AddNotLocked : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2022", "The lock file lacks a source of ADD", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.Pinning != PinningMode.Lock) return;
        foreach (var use in file.RemoteSources)
        {
            if (!use.IsOpen || !use.Source.HasPath || file.Facts.LockedSource(use.Source.Address) is not null) continue;
            if (!use.Source.IsGit && file.Comparisons.FollowIn(use.Stage, use.Word.Span.Start)) continue;
            var value = use.Source.IsGit ? "<commit>" : "sha256:<checksum>";
            findings.Report(use.Word.Span, use.Source.Problem is { } problem
                ? $"The lock file cannot contain this URL of ADD: {problem}. Add '--checksum={value}'."
                : "The lock file of ContainerGuard does not contain this URL of ADD. Run 'dotnet build -t:ContainerGuardPin' to add it.");
        }
    }
}
