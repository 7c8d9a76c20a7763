using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A RUN sets a variable whose name says that it holds a secret, and the file contains its value.</summary>
internal sealed class SecretInRun : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4006", "RUN contains a hard-coded secret", Severity.Warning)
    {
        Aliases = ["kics:Passwords And Secrets", "kics:Passwords And Secrets - Generic Password"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, assignment) in file.Commands.Assignments)
        {
            var name = assignment.Name;
            if (assignment.Value.Value is not { } value || SecretNames.IsBlank(value) || SecretNames.IsForBuildOnly(value)
                || !SecretNames.IsSecret(name, value))
            {
                continue;
            }

            findings.Report(run.Locate(assignment.Span) with { Length = name.Length },
                $"'docker history' shows the value of the secret '{name}'. Use RUN --mount=type=secret,id={name},env={name}.");
        }
    }
}
