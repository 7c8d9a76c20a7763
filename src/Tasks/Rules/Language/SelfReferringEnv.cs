using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A value of ENV that uses a variable of the same ENV. BuildKit expands all values before it sets the variables (Dockerfile reference,
/// "Environment replacement"), so the value from before is used. If an ARG or ENV above sets the variable, this may be intended.
/// </summary>
internal sealed class SelfReferringEnv : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1031", "ENV uses a variable that the same ENV sets", Severity.Warning)
    {
        Aliases = ["hadolint:DL3044"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction is { Kind: InstructionKind.Env, Pairs.Length: > 1 })
                {
                    Check(file, findings, instruction, stage.StateBefore(instruction));
                }
            }
        }
    }

    private static void Check(FileAnalysis file, Findings findings, InstructionSyntax env, StageState state)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (var pair in env.Pairs) counts[pair.Name] = counts.GetValueOrDefault(pair.Name) + 1;
        foreach (var pair in env.Pairs)
        {
            if (pair.Value is not { } value || !value.RawText.Contains('$', StringComparison.Ordinal)) continue;

            var expansion = state.Expand(value, file.Syntax.EscapeCharacter);
            foreach (var name in expansion.Used.Concat(expansion.Undefined))
            {
                // In PATH=/app:$PATH the old value is intended.
                var others = counts.GetValueOrDefault(name) - (name == pair.Name ? 1 : 0);
                if (others < 1 || state.Find(name)?.Instruction is not null) continue;

                findings.Report(value.Span,
                    $"'${name}' does not have its new value yet, because the same ENV sets it. Set {name} in a separate ENV above.");
                break;
            }
        }
    }
}
