using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>The package lists that apt-get update fetched stay in the image: what a later RUN deletes is still in this one's layer.</summary>
internal sealed class AptGetListsLeft : Rule
{
    private const string Lists = "/var/lib/apt/lists";

    public override RuleDescriptor Descriptor { get; } = new("CG5011", "apt-get's package lists stay in the image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3009", "kics:Apt Get Install Lists Were Not Deleted"],
    };

    public override void Check(RuleContext context)
    {
        if (context.Commands.Of(PackageIndex.Apt.Programs).Count == 0) return;

        // Whoever installs without an update of its own reads what an earlier RUN has left.
        var lastReader = LastWithoutUpdate(context, PackageIndex.Apt.MayRead);
        var lastInstall = LastWithoutUpdate(context, static command => command.Install is { Manager: "apt-get" or "apt" or "aptitude" });
        foreach (var run in context.Runs)
        {
            if (context.Image?.Includes(run.Stage) == false || run.IsMounted(Lists) || run.Commands.Any(RemovesLists)) continue;
            if (run.Commands.FirstOrDefault(PackageIndex.Apt.IsUpdate) is { } update)
            {
                var place = run.Instruction.Span.Start;
                var removal = $"{update.SudoPrefix}rm -rf {Lists}/*";
                var remedy = place < lastInstall?.Instruction.Span.Start
                    ? $"Write the update and the installs that read them in one RUN that ends with '&& {removal}'"
                    : $"End this RUN with '&& {removal}'";
                context.Report(run.Locate(update),
                    $"'{update.Name} update' leaves its package lists in the image, some 20 to 50 MB that no program in it reads and that go stale. {remedy}; a later RUN cannot make this layer smaller.",
                    fix: place < lastReader?.Instruction.Span.Start ? null : run.Append(removal, update));
            }
        }
    }

    /// <summary>The last RUN that reads the lists, and has not fetched them first.</summary>
    private static RunScript? LastWithoutUpdate(RuleContext context, Func<ShellCommand, bool> reads) =>
        context.Runs.LastOrDefault(run => run.Commands.FirstOrDefault(command => PackageIndex.Apt.IsUpdate(command) || reads(command)) is { } first && !PackageIndex.Apt.IsUpdate(first));

    private static bool RemovesLists(ShellCommand command) =>
        command.Name is "rm" or "find" && command.Arguments.Any(static word => IsLists(word.Text));

    /// <summary>The folder of the lists, one above it, or files in it; by way of braces or <c>cd</c>, too.</summary>
    private static bool IsLists(string path) =>
        $"{path.TrimEnd('/')}/".Contains("/var/lib/apt/", StringComparison.Ordinal)
        || path.StartsWith("/var/lib/*", StringComparison.Ordinal)
        || path.Contains("{apt", StringComparison.Ordinal)
        || path.Contains("apt/lists", StringComparison.Ordinal);
}
