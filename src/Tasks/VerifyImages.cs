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
        var result = await pinner.VerifyAsync([.. Images.Select(static item => item.ItemSpec)], cancellationToken).ConfigureAwait(false);
        ReportFailures(result.Failures);
        foreach (var disagreement in result.Disagreements) Report(GuardCodes.LockDisagrees, LockFile, disagreement);
        if (result.Disagreements.Count == 0 && result.Failures.Count == 0)
        {
            Say($"{(result.Verified == 1 ? "1 image is" : $"{result.Verified} images are")} in the registry as locked in {LockFile}.");
        }
    }
}
