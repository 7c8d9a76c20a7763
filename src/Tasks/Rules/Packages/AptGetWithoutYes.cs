using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get would ask before it goes on, and nobody is there to answer.</summary>
internal sealed class AptGetWithoutYes : Rule
{
    private static readonly string[] Answers = ["-y", "--yes", "--assume-yes", "-s", "--simulate", "--dry-run", "--print-uris", "--force-yes"];

    public override RuleDescriptor Descriptor { get; } = new("CG5010", "apt-get would ask, and nobody answers", Severity.Warning)
    {
        Aliases = ["hadolint:DL3014", "trivy:DS-0021", "kics:APT-GET Missing Flags To Avoid Manual Input"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (command.Name is not "apt-get" || !Asks(command.Line) || IsAnswered(command)) continue;
                context.Report(run.Locate(command),
                    $"'apt-get {command.Line.SubCommand}' asks before it goes on, and in a build nobody answers: it gives up. Write 'apt-get {command.Line.SubCommand} -y'.");
            }
        }
    }

    private static bool Asks(CommandLine line) =>
        line.SubCommand is "install" or "upgrade" or "dist-upgrade" or "remove" or "purge" or "build-dep"
        && !line.MayHaveMoreOptions
        && !line.HasAny(Answers)
        && line.ValueOf("-q") is not "2" && line.Options.Count(static option => option.Name is "-q" or "--quiet") < 2
        && !line.Options.Any(static option => option.Value?.Contains("Assume-Yes", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>By <c>yes |</c> or <c>echo y |</c> before it.</summary>
    private static bool IsAnswered(ShellCommand command) => command.Outermost.Pipeline.Elements[0] != command.Outermost;
}
