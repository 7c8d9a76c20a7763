using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// ENV or ARG with a variable that holds a secret by its name. What only BuildKit's check takes for one, and its value or the rest of the
/// name says is none, is a message.
/// </summary>
internal sealed class SecretInEnvOrArg : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4001", "A secret is passed in ENV or ARG", Severity.Warning)
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
                var span = context.FromFirstLine(instruction, pair.Key.Span);
                if (SecretNames.IsSecret(pair.Name, pair.Value?.Value)) Report(context, instruction.Kind, pair, span);
                else if (SecretNames.HasWordOfBuildKit(pair.Name) && IsInStage(context, instruction)) ReportHarmless(context, pair, span);
            }
        }
    }

    /// <summary>BuildKit's check sees no ARG before the first FROM, and no trigger.</summary>
    private static bool IsInStage(RuleContext context, InstructionSyntax instruction) =>
        instruction.Onbuild is null && context.Model.FindStage(instruction) is not null;

    private static void Report(RuleContext context, InstructionKind kind, KeyValueSyntax pair, TextSpan span)
    {
        var (name, mount) = (pair.Name, $"RUN --mount=type=secret,id={pair.Name},env={pair.Name}");
        if (kind == InstructionKind.Arg)
        {
            context.Report(span,
                $"'{name}' is a secret by its name, and what --build-arg passes for an ARG stands in the image's history and provenance. Mount it instead: {mount}, and build with --secret id={name},env={name}.");
        }
        else if (SecretNames.IsBlank(pair.Value?.Value))
        {
            context.Report(span,
                $"'{name}' is a secret by its name, and ENV sets it to nothing: harmless as it is, but an invitation to fill it in here. Leave it out, and set it when the container starts.", Severity.Message);
        }
        else
        {
            context.Report(span,
                $"'{name}' is a secret by its name, and ENV writes it into the image, where 'docker inspect' shows it to everyone who has the image. Set it when the container starts; for the build, mount it: {mount}.");
        }
    }

    private static void ReportHarmless(RuleContext context, KeyValueSyntax pair, TextSpan span) => context.Report(span,
        $"BuildKit's check takes '{pair.Name}' for a secret by a word of its name; its value and its other words say that it is none. Rename it, or skip the check with '# check=skip=SecretsUsedInArgOrEnv' above, if docker build is to be silent, too.",
        Severity.Message);
}
