using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A variable in EXPOSE that is never set. <see cref="UseOfUndefinedVariable"/> checks the other instructions; BuildKit's check does not
/// check EXPOSE.
/// </summary>
internal sealed class ExposeOfUndefinedVariable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1030", "EXPOSE uses a variable that is never set", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var variable in file.Model.UndefinedVariables)
        {
            if (variable.Instruction.Kind != InstructionKind.Expose) continue;

            var remedy = variable.Nearest is { } nearest
                ? $"Did you mean '${nearest}'?"
                : $"Add 'ARG {variable.Name}=8080' to this stage, or write the port as a number.";
            var (hint, severity) = variable.MayComeFromBase ? ("; the base image may set it", Severity.Message) : ("", Severity.Warning);
            findings.Report(variable.Span, $"'${variable.Name}' is not set here{hint}. {remedy}", severity);
        }
    }
}
