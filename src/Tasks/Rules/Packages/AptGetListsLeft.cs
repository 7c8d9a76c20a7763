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
        foreach (var run in context.Runs)
        {
            if (context.Image?.Includes(run.Stage) != true || run.IsMounted(Lists) || run.Commands.Any(RemovesLists)) continue;
            if (run.Commands.FirstOrDefault(static command => command.Name is "apt-get" or "apt" or "aptitude" && command.Line.SubCommand == "update") is { } update)
            {
                context.Report(run.Locate(update),
                    $"'{update.Name} update' leaves its package lists in the image, some 20 to 50 MB that nothing reads again and that go stale. End this RUN with '&& rm -rf /var/lib/apt/lists/*'; a later RUN cannot make this layer smaller.",
                    fix: run.Append($"rm -rf {Lists}/*") is { } edit ? [edit] : null);
            }
        }
    }

    private static bool RemovesLists(ShellCommand command) =>
        command.Name is "rm" or "find" && command.Arguments.Any(static word => IsLists(word.Text));

    /// <summary>The folder of the lists, one above it, or files in it; by way of braces or <c>cd</c>, too.</summary>
    private static bool IsLists(string path) =>
        $"{path.TrimEnd('/')}/".Contains("/var/lib/apt/", StringComparison.Ordinal)
        || path.StartsWith("/var/lib/*", StringComparison.Ordinal)
        || path.Contains("{apt", StringComparison.Ordinal)
        || path.Contains("apt/lists", StringComparison.Ordinal);
}
