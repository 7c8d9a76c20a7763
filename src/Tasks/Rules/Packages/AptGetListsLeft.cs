using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>
/// The package lists of apt-get update remain in the image. A later RUN that deletes them does not make this layer smaller.
/// </summary>
internal sealed class AptGetListsLeft : Rule
{
    private const string Lists = "/var/lib/apt/lists";

    public override RuleDescriptor Descriptor { get; } = new("CG5011", "apt package lists remain in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3009", "kics:Apt Get Install Lists Were Not Deleted"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.Of(PackageIndex.Apt.Programs).Count == 0) return;

        // An install without an update in the same RUN reads the lists of an earlier RUN.
        var lastReader = LastWithoutUpdate(file, PackageIndex.Apt.MayRead);
        var lastInstall =
            LastWithoutUpdate(file, static command => command.Install is not null && PackageIndex.Of(command) == PackageIndex.Apt);
        foreach (var run in file.Runs)
        {
            if (file.Image?.Includes(run.Stage) == false || run.IsMounted(Lists) || run.Commands.Any(RemovesLists)) continue;
            if (run.Commands.FirstOrDefault(PackageIndex.Apt.IsUpdate) is { } update)
            {
                var place = run.Instruction.Span.Start;
                var isReadLater = place < lastInstall?.Instruction.Span.Start;
                if (isReadLater && UpdateAlone.In(run) == update) continue; // CG5016 reports it, with the same remedy

                var removal = RemovalFor(update);
                findings.Report(run.Locate(update),
                    $"'{update.Name} update' leaves 20 to 50 MB of package lists in the image. "
                        + $"{(isReadLater ? "Update and install in one RUN that ends with" : "End this RUN with")} '&& {removal}'.",
                    fix: place < lastReader?.Instruction.Span.Start ? null : Edits.Append(run, removal, update));
            }
        }
    }

    /// <summary>The command that removes the lists, with the rights of the command that fetched them.</summary>
    public static string RemovalFor(ShellCommand update) => $"{update.SudoPrefix}rm -rf {Lists}/*";

    /// <summary>The last RUN that reads the lists without an update before it.</summary>
    private static RunScript? LastWithoutUpdate(FileAnalysis file, Func<ShellCommand, bool> reads) =>
        file.Runs.LastOrDefault(
            run => run.Commands.FirstOrDefault(command => PackageIndex.Apt.IsUpdate(command) || reads(command)) is { } first
                && !PackageIndex.Apt.IsUpdate(first));

    private static bool RemovesLists(ShellCommand command) =>
        command.Name is "rm" or "find" && command.Arguments.Any(static word => IsLists(word.Text));

    /// <summary>
    /// Whether a path is the folder of the lists, a parent of it, or a file in it. Braces and paths relative to <c>cd</c> are recognized.
    /// </summary>
    private static bool IsLists(string path) =>
        $"{path.TrimEnd('/')}/".Contains("/var/lib/apt/", StringComparison.Ordinal)
        || path.StartsWith("/var/lib/*", StringComparison.Ordinal)
        || path.Contains("{apt", StringComparison.Ordinal)
        || path.Contains("apt/lists", StringComparison.Ordinal);
}
