using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A RUN gives a variable that holds a secret by its name a value that stands in the file.</summary>
internal sealed class SecretInRun : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4006", "A secret stands in the text of RUN", Severity.Warning)
    {
        Aliases = ["kics:Passwords And Secrets", "kics:Passwords And Secrets - Generic Password"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                foreach (var assignment in command.Assignments) Check(context, run, assignment);
                if (command.Name != "export") continue;
                foreach (var word in command.Arguments)
                {
                    if (word.ToAssignment() is { } assignment) Check(context, run, assignment);
                }
            }
        }
    }

    private static void Check(RuleContext context, RunScript run, ShellAssignment assignment)
    {
        var name = assignment.Name;
        if (assignment.Value.Value is not { } value || SecretNames.IsBlank(value) || !SecretNames.IsSecret(name, value)) return;
        context.Report(run.Locate(assignment.Span) with { Length = name.Length },
            $"'{name}' is a secret by its name, and its value stands in the text of RUN, which 'docker history' shows. Mount it for this RUN only: RUN --mount=type=secret,id={name},env={name}.");
    }
}
