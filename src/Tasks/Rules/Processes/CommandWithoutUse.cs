using System.Collections.Frozen;

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
        ["service"] = "starts what ends with the RUN",
        ["shutdown"] = Stop,
        ["ssh"] = "goes to another machine with a key that has no place in an image",
        ["top"] = Look,
        ["vi"] = Person,
        ["vim"] = Person,
    }.ToFrozenDictionary();

    private static readonly string[] Programs = [.. Reasons.Keys];

    public override RuleDescriptor Descriptor { get; } = new("CG6010", "RUN calls a command that has no use in a build", Severity.Message)
    {
        Aliases = ["hadolint:DL3001", "kics:Run Utilities And POSIX Commands"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of(Programs))
        {
            context.Report(run.Locate(command.Words[0].Span), $"'{command.Name}' {Reasons[command.Name!]}. Leave it out, or do it where the container runs.");
        }
    }
}
