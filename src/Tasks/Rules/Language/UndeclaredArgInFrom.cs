using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>FROM uses a variable that no ARG before the first FROM declares.</summary>
internal sealed class UndeclaredArgInFrom : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1019", "FROM uses a variable that no ARG declares", Severity.Warning)
    {
        Aliases = ["buildkit:UndefinedArgInFrom"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var variable in context.Model.UndefinedVariables)
        {
            if (variable.Instruction.Kind != InstructionKind.From) continue;
            var meant = variable.Nearest is { } nearest ? $" Did you mean '${nearest}'?" : "";
            context.Report(context.FromFirstLine(variable.Instruction, variable.Span),
                $"No ARG before the first FROM declares '${variable.Name}', so it has no value here, and no --build-arg can give it one.{meant} Write ARG {variable.Name}=… above the first FROM.");
        }
    }
}
