using ContainerGuard.Files;

namespace ContainerGuard.Reports;

/// <summary>Lets the projects of a build write one report, one after the other.</summary>
internal static class ReportTurn
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Waits for the turn. Null if it does not come within 30 seconds: then the last writer wins.</summary>
    /// <param name="path">The report, absolute.</param>
    /// <param name="temporaryFolder">The folder of the turn-taking file; outside the source tree.</param>
    public static FileStream? Take(string path, string temporaryFolder)
    {
        try
        {
            return new FileLock(path, "report", temporaryFolder).TakeAsync(LongestWait, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
