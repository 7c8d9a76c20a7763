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
        foreach (var (run, assignment) in context.Commands.Assignments)
        {
            var name = assignment.Name;
            if (assignment.Value.Value is not { } value || SecretNames.IsBlank(value) || SecretNames.IsForBuildOnly(value) || !SecretNames.IsSecret(name, value)) continue;
            context.Report(run.Locate(assignment.Span) with { Length = name.Length },
                $"'{name}' is a secret by its name, and its value stands in the text of RUN, which 'docker history' shows. Mount it for this RUN only: RUN --mount=type=secret,id={name},env={name}.");
        }
    }
}
