using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Shows the reports that earlier tasks left for the end of a build or publish. In a terminal, its message takes the place of the project's
/// own line and ends with the path of that line.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ShowReport : GuardTask
{
    /// <summary>Another paragraph; empty for none.</summary>
    public string? Text { get; set; }

    /// <summary>
    /// The path in the project's own line, relative to the project, where the message takes the place of that line in a terminal.
    /// </summary>
    public string? ReplacedPath { get; set; }

    private protected override string? PathOfReplacedLine => ReplacedPath;

    private protected override bool ShowsEarlierReports => true;

    private protected override void Run()
    {
        if (!string.IsNullOrEmpty(Text)) Say(Text);
    }
}
