using ContainerGuard.Processes;

namespace ContainerGuard.Building;

/// <summary>The time of the last commit, which reproducible images have.</summary>
internal static class CommitTime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <param name="folder">A folder of the repository.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>In seconds since 1970; null without git, or without a commit.</returns>
    public static async Task<long?> OfAsync(string folder, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        if (ProgramPath.Find("git", environment) is not { } git) return null;
        var result = await ProgramRun.RunAsync(
            git, ["log", "-1", "--format=%ct"], "", folder, Limit, 1 << 16, cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0 && long.TryParse(result.Output.Trim(), out var seconds) ? seconds : null;
    }
}
