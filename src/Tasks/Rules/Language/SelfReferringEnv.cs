using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A value of ENV that uses a variable which the same ENV sets: every value is expanded before any is set (Dockerfile reference, "Environment
/// replacement"), so it gets the value from before. Where an ARG or ENV above gives it one, that may be meant.
/// </summary>
internal sealed class SelfReferringEnv : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1031", "ENV uses a variable that the same ENV sets", Severity.Warning)
    {
        Aliases = ["hadolint:DL3044"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction is { Kind: InstructionKind.Env, Pairs.Length: > 1 }) Check(context, instruction, stage.StateBefore(instruction));
            }
        }
    }

    private static void Check(RuleContext context, InstructionSyntax env, StageState state)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (var pair in env.Pairs) counts[pair.Name] = counts.GetValueOrDefault(pair.Name) + 1;
        foreach (var pair in env.Pairs)
        {
            if (pair.Value is not { } value || !value.RawText.Contains('$', StringComparison.Ordinal)) continue;

            var expansion = state.Expand(value, context.Syntax.EscapeCharacter);
            foreach (var name in expansion.Used.Concat(expansion.Undefined))
            {
                // In PATH=/app:$PATH the old value is what is meant.
                var others = counts.GetValueOrDefault(name) - (name == pair.Name ? 1 : 0);
                if (others < 1 || state.Find(name)?.Instruction is not null) continue;

                context.Report(value.Span,
                    $"'${name}' is set by this same ENV, which expands all its values before it sets any: here it still has the value from before, as a rule none. Set {name} in an ENV of its own, above this one.");
                break;
            }
        }
    }
}
