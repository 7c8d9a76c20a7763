using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A variable in an instruction's words that no ARG or ENV before it sets. A base image that nobody inspected may set it: then this is a
/// message, else a warning.
/// </summary>
internal sealed class UseOfUndefinedVariable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1018", "A variable is used that nothing sets", Severity.Warning)
    {
        Aliases = ["buildkit:UndefinedVar"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var variable in context.Model.UndefinedVariables)
        {
            if (variable.Instruction.Kind == InstructionKind.From) continue;

            var span = context.FromFirstLine(variable.Instruction, variable.Span);
            var meant = variable.Nearest is { } nearest ? $" Did you mean '${nearest}'?" : "";
            if (variable.MayComeFromBase)
            {
                context.Report(span,
                    $"No ARG or ENV of this stage sets '${variable.Name}': it is empty, unless the base image sets it.{meant} Declare it with ARG {variable.Name}, or give it a value with ENV.",
                    Severity.Message);
            }
            else
            {
                context.Report(span,
                    $"Nothing sets '${variable.Name}': it is empty here.{meant} Declare it with ARG {variable.Name}, which each stage must do for itself, or give it a value with ENV.");
            }
        }
    }
}
