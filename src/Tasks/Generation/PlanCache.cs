using System.Collections.Concurrent;
using ContainerGuard.Files;

namespace ContainerGuard.Generation;

/// <summary>
/// The plans of one build. Pinning, generation and the image build need the same plan, which is made once for a project with the same
/// settings. A plan is made again if a file that it is based on has changed meanwhile.
/// </summary>
/// <param name="clock">The current time.</param>
internal sealed class PlanCache(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Entry> _plans = new(StringComparer.Ordinal);

    /// <param name="key">Everything that the plan depends on, except for the files.</param>
    /// <param name="files">The disk.</param>
    /// <param name="make">Makes the plan from the files.</param>
    public ContainerPlan Of(string key, IFileSystem files, Func<IFileSystem, ContainerPlan> make)
    {
        if (_plans.TryGetValue(key, out var known) && known.Files.IsCurrent)
        {
            (files as RecordedFiles)?.Include(known.Files);
            return known.Plan;
        }

        var recorded = new RecordedFiles(files, clock);
        var plan = make(recorded);
        _plans[key] = new(plan, recorded);
        return plan;
    }

    private sealed record Entry(ContainerPlan Plan, RecordedFiles Files);
}
