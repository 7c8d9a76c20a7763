using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A variable that holds a secret by its name is set by ENV or ARG, or gets its value in a RUN.</summary>
internal sealed class SecretInEnvOrArg : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4001", "A secret is passed in ENV, ARG or the text of RUN", Severity.Warning)
    {
        Aliases = ["hadolint:DL3064", "buildkit:SecretsUsedInArgOrEnv", "trivy:DS-0031", "kics:Passwords And Secrets", "kics:Passwords And Secrets - Generic Password"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var outer in context.Syntax.Instructions)
        {
            var instruction = outer.Trigger ?? outer;
            if (instruction.Kind is not (InstructionKind.Env or InstructionKind.Arg)) continue;
            foreach (var pair in instruction.Pairs)
            {
                if (SecretNames.IsSecret(pair.Name, pair.Value?.Value)) Report(context, instruction.Kind, pair);
            }
        }

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

    private static void Report(RuleContext context, InstructionKind kind, KeyValueSyntax pair)
    {
        var (name, mount) = (pair.Name, $"RUN --mount=type=secret,id={pair.Name},env={pair.Name}");
        if (kind == InstructionKind.Arg)
        {
            context.Report(pair.Key.Span,
                $"'{name}' is a secret by its name, and what --build-arg passes for an ARG stands in the image's history and provenance. Mount it instead: {mount}, and build with --secret id={name},env={name}.");
        }
        else if (SecretNames.IsBlank(pair.Value?.Value))
        {
            context.Report(pair.Key.Span,
                $"'{name}' is a secret by its name, and ENV sets it to nothing: harmless as it is, but an invitation to fill it in here. Leave it out, and set it when the container starts.", Severity.Message);
        }
        else
        {
            context.Report(pair.Key.Span,
                $"'{name}' is a secret by its name, and ENV writes it into the image, where 'docker inspect' shows it to everyone who has the image. Set it when the container starts; for the build, mount it: {mount}.");
        }
    }
}
