using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Compares the lock file with the registries. Changes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyImages : LockFileTask
{
    /// <summary>The images, as the lock file names them, or repositories for all of their tags; empty for all images.</summary>
    public ITaskItem[] Images { get; set; } = [];

    private protected override async Task RunAsync(Pinner pinner, CancellationToken cancellationToken)
    {
        var (addresses, names) = SourceItems.Split(Images);
        if (addresses.Count == 0 || names.Length > 0) await VerifyAsync(pinner, names, cancellationToken).ConfigureAwait(false);
        if (SourceItems.AreSkipped(addresses, names, Offline)) return;
        var sources = await pinner.Sources.CompareAsync(addresses, cancellationToken).ConfigureAwait(false);
        ReportProblems(sources.Problems);
        foreach (var state in sources.States)
        {
            if (state.Disagreement is { } disagreement)
            {
                Report(GuardCodes.LockDisagrees, LockFile, disagreement);
            }
            else if (state.IsUncertain)
            {
                Say($"{state.Source.Shown} no longer points to {state.Locked.Short}. "
                    + "Only a build shows whether the server still has this commit.");
            }
        }

        var verified = sources.States.Count(static state => state is { Disagreement: null, IsUncertain: false });
        if (verified > 0 && sources.Problems.Count == 0 && verified == sources.States.Count)
        {
            Say($"{(verified == 1 ? "1 source of ADD matches" : $"{verified} sources of ADD match")} {LockFile}.");
        }
    }

    private async Task VerifyAsync(Pinner pinner, ITaskItem[] names, CancellationToken cancellationToken)
    {
        var result = await pinner.VerifyAsync([.. names.Select(static item => item.ItemSpec)], cancellationToken).ConfigureAwait(false);
        ReportProblems(result.Problems);
        foreach (var disagreement in result.Disagreements) Report(GuardCodes.LockDisagrees, LockFile, disagreement);
        if (result is { Verified: 0, Disagreements.Count: 0, Problems.Count: 0 })
        {
            SayThatNothingIsLocked();
        }
        else if (result.Disagreements.Count == 0 && result.Problems.Count == 0)
        {
            var images = result.Verified == 1 ? "1 image in the registry matches" : $"{result.Verified} images in the registry match";
            Say($"{images} {LockFile}.");
        }
    }
}
