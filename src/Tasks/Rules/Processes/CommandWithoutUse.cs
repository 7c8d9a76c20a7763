using System.Collections.Frozen;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>A command for a machine that runs, or for a person at a terminal: neither is there in a build.</summary>
internal sealed class CommandWithoutUse : Rule
{
    private const string Look = "shows what is in a build only";
    private const string Stop = "stops a machine, and a build is none";
    private const string Person = "waits for a person, and nobody is there";

    private static readonly FrozenDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["free"] = Look,
        ["ifconfig"] = "shows or changes a network that is gone when the build ends",
        ["kill"] = "ends a process, and all of them end with the RUN",
        ["mount"] = "needs rights that a build has not, and is undone when the RUN ends",
        ["ps"] = Look,
        ["reboot"] = Stop,
        ["service"] = "starts or stops what ends with the RUN anyway",
        ["shutdown"] = Stop,
        ["ssh"] = "goes to another machine with a key that has no place in an image",
        ["top"] = Look,
        ["vi"] = Person,
        ["vim"] = Person,
    }.ToFrozenDictionary();

    private static readonly string[] Databases = ["mysql", "mariadb", "postgresql", "redis", "mongo", "rabbitmq", "slapd"];

    private static readonly string[] Clients =
        ["createdb", "createuser", "ldapadd", "ldapmodify", "mariadb", "mongo", "mongosh", "mysql", "mysql_upgrade", "mysqladmin", "psql", "rabbitmqctl", "redis-cli"];

    private static readonly string[] Programs = [.. Reasons.Keys];

    public override RuleDescriptor Descriptor { get; } = new("CG6010", "RUN calls a command that has no use in a build", Severity.Message)
    {
        Aliases = ["hadolint:DL3001", "kics:Run Utilities And POSIX Commands"],
    };

    public override void Check(RuleContext context)
    {
        RunScript? last = null;
        var end = -1;
        foreach (var (run, command) in context.Commands.Of(Programs))
        {
            if (run != last) (last, end) = (run, LastClient(run));
            if (IsScripted(command) || (command.Name == "service" && IsDatabase(command) && command.Span.Start < end)) continue;
            context.Report(run.Locate(command.Words[0].Span), $"'{command.Name}' {Reasons[command.Name!]}. Leave it out, or do it where the container runs.");
        }
    }

    /// <summary><c>vim -c PlugInstall -c qa</c>: it is told what to do, and ends.</summary>
    private static bool IsScripted(ShellCommand command) =>
        command.Name is "vi" or "vim" && command.Arguments.Any(static word => word.Text is "-c" or "-s" or "-S" or "-es" or "-Es" or ['+', _, ..]);

    private static bool IsDatabase(ShellCommand command) =>
        command.Line.Operands is [var service, ..] && Array.Exists(Databases, database => service.Text.StartsWith(database, StringComparison.Ordinal));

    /// <summary>Where the last program stands that talks to a database: what was started above it has a use.</summary>
    private static int LastClient(RunScript run)
    {
        for (var i = run.Commands.Length - 1; i >= 0; i--)
        {
            if (Array.IndexOf(Clients, run.Commands[i].Name) >= 0) return run.Commands[i].Span.Start;
        }

        return -1;
    }
}
