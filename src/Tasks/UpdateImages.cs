using ContainerGuard.Pinning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Moves locked digests to what their tags mean now.</summary>
[MSBuildMultiThreadableTask]
public sealed class UpdateImages : PinTask
{
    /// <summary>Which: as the lock file names them, or repositories for all of their tags; none for all.</summary>
    public ITaskItem[] Images { get; set; } = [];

    private protected override async Task RunAsync(Pinner pinner, CancellationToken cancellation)
    {
        var result = await pinner.UpdateAsync([.. Images.Select(static item => item.ItemSpec)], cancellation).ConfigureAwait(false);
        ReportFailures(result.Failures);
        foreach (var change in result.Changes)
        {
            Log.LogMessage(MessageImportance.High, "{0}", $"{change.Reference}: {change.From} -> {change.To}");
        }

        if (result.Changes.Count == 0 && result.Failures.Count == 0)
        {
            Log.LogMessage(MessageImportance.High, "{0}", $"Every image in {LockFile} is what its tag means now.");
        }
    }
}
