using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A variable in EXPOSE that nothing sets: <see cref="UseOfUndefinedVariable"/> for the one instruction whose words BuildKit's check leaves out.
/// </summary>
internal sealed class ExposeOfUndefinedVariable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1030", "EXPOSE uses a variable that nothing sets", Severity.Warning);

    public override void Check(RuleContext context)
    {
        foreach (var variable in context.Model.UndefinedVariables)
        {
            if (variable.Instruction.Kind != InstructionKind.Expose) continue;

            var meant = variable.Nearest is { } nearest ? $" Did you mean '${nearest}'?" : "";
            var (unless, severity) = variable.MayComeFromBase ? (", unless the base image gives it one", Severity.Message) : ("", Severity.Warning);
            context.Report(variable.Span,
                $"Nothing in this file sets '${variable.Name}': it has no value, and EXPOSE no port{unless}.{meant} Give the port as a number, or a default with ARG {variable.Name}=8080 in this stage.",
                severity);
        }
    }
}
