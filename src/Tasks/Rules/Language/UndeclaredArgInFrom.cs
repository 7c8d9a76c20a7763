using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A variable in FROM that no ARG before the first FROM declares.</summary>
internal sealed class UndeclaredArgInFrom : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1019", "FROM uses an undeclared ARG", Severity.Warning)
    {
        Aliases = ["buildkit:UndefinedArgInFrom"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var variable in file.Model.UndefinedVariables)
        {
            if (variable.Instruction.Kind != InstructionKind.From) continue;
            var remedy =
                variable.Nearest is { } nearest ? $"Did you mean '${nearest}'?" : $"Add 'ARG {variable.Name}=…' above the first FROM.";
            findings.Report(
                file.FromFirstLine(variable.Instruction, variable.Span),
                $"No ARG before the first FROM declares '${variable.Name}'. {remedy}");
        }
    }
}
