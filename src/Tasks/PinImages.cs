using ContainerGuard.Pinning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Resolves what the lock file lacks of the project's images, and asks no registry when it lacks nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class PinImages : PinTask
{
    private protected override async Task RunAsync(Pinner pinner, CancellationToken cancellation)
    {
        var result = await pinner.PinAsync(ReferencesOfProject(), cancellation).ConfigureAwait(false);
        ReportFailures(result.Failures);
        if (result.LockFileChanged) Say($"Wrote {LockFile}. Commit it, so that every build uses the same images.");
    }
}
