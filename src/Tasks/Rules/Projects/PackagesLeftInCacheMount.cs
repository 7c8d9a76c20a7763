using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// Restore writes the packages into a cache mount, and a later RUN without that mount builds with <c>--no-restore</c>: the packages are not
/// there, and the build fails (NETSDK1064).
/// </summary>
internal sealed class PackagesLeftInCacheMount : Rule
{
    private const string Default = "/root/.nuget/packages";

    public override RuleDescriptor Descriptor { get; } =
        new("CG7018", "--no-restore runs without the cache mount of its packages", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        PublishCommand? restore = null;
        foreach (var command in PublishCommand.In(file, "restore", "build", "publish", "test", "pack"))
        {
            if (command.Verb == "restore")
            {
                restore = command;
                continue;
            }

            if (restore is null || command.NoRestore is null || command.Run.Instruction == restore.Run.Instruction
                || !command.Run.Stage.IsBasedOn(restore.Run.Stage)
                || PackagesOf(restore) is not { } folder || !restore.Run.IsMounted(folder) || command.Run.IsMounted(folder))
            {
                continue;
            }

            var mount = restore.Run.Instruction.Mounts.First(mount => Target(mount) is { } target && Holds(target, folder));
            findings.Report(command.Run.Locate(command.Command),
                $"'dotnet {command.Verb} {command.NoRestore}' finds no packages: line {restore.Run.Instruction.StartLine} restored "
                    + $"them into a cache mount. Add --mount=type=cache,target={Target(mount)} to this RUN.");
        }
    }

    /// <summary>The folder of the packages; null when a variable names it.</summary>
    private static string? PackagesOf(PublishCommand restore)
    {
        var line = restore.Command.Line;
        var written = line.ValueOf("--packages") ?? restore.Run.AssignedTo("NUGET_PACKAGES", restore.Command)?.Text
            ?? restore.Run.State.Environment.Find("NUGET_PACKAGES")?.Value;
        if (written is null) return restore.Run.State.User.Value is null or "" or "root" or "0" ? Default : null;
        return written.Contains('$') ? null : written.TrimEnd('/');
    }

    private static string? Target(MountSyntax mount) => mount.Find("target", "dst", "destination")?.Value?.TrimEnd('/');

    private static bool Holds(string target, string folder) =>
        folder == target || folder.StartsWith(target + "/", StringComparison.Ordinal);
}
