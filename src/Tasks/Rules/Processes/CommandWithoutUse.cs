using System.Collections.Frozen;
using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>A command for a running machine, or for a person at a terminal. A build has neither.</summary>
internal sealed class CommandWithoutUse : Rule
{
    private const string Look = "only shows the state of the build container";
    private const string Stop = "stops a machine, but a build does not run one";
    private const string Person = "waits for keyboard input, which a build does not have";

    private static readonly FrozenDictionary<string, string> Reasons = new Dictionary<string, string>
    {
        ["free"] = Look,
        ["ifconfig"] = "shows or changes a network that exists only during the build",
        ["kill"] = "ends a process that ends with this RUN anyway",
        ["mount"] = "needs privileges that a build does not have, and lasts only until this RUN ends",
        ["ps"] = Look,
        ["reboot"] = Stop,
        ["service"] = "starts or stops a process that ends with this RUN anyway",
        ["shutdown"] = Stop,
        ["ssh"] = "needs a private key, which does not belong in an image",
        ["top"] = Look,
        ["vi"] = Person,
        ["vim"] = Person,
    }.ToFrozenDictionary();

    private static readonly string[] Databases = ["mysql", "mariadb", "postgresql", "redis", "mongo", "rabbitmq", "slapd"];

    private static readonly string[] Clients =
        ["createdb", "createuser", "ldapadd", "ldapmodify", "mariadb", "mongo", "mongosh", "mysql", "mysql_upgrade", "mysqladmin", "psql",
            "rabbitmqctl", "redis-cli"];

    private static readonly string[] Programs = [.. Reasons.Keys];

    public override RuleDescriptor Descriptor { get; } = new("CG6010", "RUN calls a command that has no use in a build", Severity.Message)
    {
        Aliases = ["hadolint:DL3001", "kics:Run Utilities And POSIX Commands"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        RunScript? last = null;
        var end = -1;
        foreach (var (run, command) in file.Commands.Of(Programs))
        {
            if (run != last) (last, end) = (run, LastClient(run));
            if (IsScripted(command) || (command.Name == "service" && IsDatabase(command) && command.Span.Start < end)) continue;
            findings.Report(
                run.Locate(command.Words[0].Span),
                $"'{command.Name}' {Reasons[command.Name!]}. Remove it, or run it when the container starts.");
        }
    }

    /// <summary>Whether the editor gets its commands on the command line and then exits: <c>vim -c PlugInstall -c qa</c>.</summary>
    private static bool IsScripted(ShellCommand command) =>
        command.Name is "vi" or "vim"
        && command.Arguments.Any(static word => word.Text is "-c" or "-s" or "-S" or "-es" or "-Es" or ['+', _, ..]);

    private static bool IsDatabase(ShellCommand command) =>
        command.Line.Operands is [var service, ..]
        && Array.Exists(Databases, database => service.Text.StartsWith(database, StringComparison.Ordinal));

    /// <summary>Where the last client of a database is: a service that starts before it is in use.</summary>
    private static int LastClient(RunScript run)
    {
        for (var i = run.Commands.Length - 1; i >= 0; i--)
        {
            if (Array.IndexOf(Clients, run.Commands[i].Name) >= 0) return run.Commands[i].Span.Start;
        }

        return -1;
    }
}
