namespace ContainerGuard.Rules.Processes;

/// <summary>Another program is put in the place of /bin/sh.</summary>
internal sealed class DefaultShellReplaced : Rule
{
    private const string DefaultShell = "/bin/sh";

    public override RuleDescriptor Descriptor { get; } = new("CG6008", "RUN replaces /bin/sh instead of SHELL naming another shell", Severity.Warning)
    {
        Aliases = ["hadolint:DL4005", "kics:Changing Default Shell Using RUN Command"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of("ln", "mv", "cp"))
        {
            if (command.Line.Operands is not [_, .., var target] || !target.Is(DefaultShell)) continue;
            context.Report(run.Locate(command.Words[0].Span),
                $"'{command.Name}' puts another program in the place of {DefaultShell}: every script of the distribution then runs in a shell that it was not written for, and an update undoes it. Write SHELL [\"/bin/bash\", \"-c\"], which is for this file's instructions alone.");
        }
    }
}
