using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>ENV or LABEL with a space between name and value.</summary>
internal sealed class LegacyKeyValue : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1016", "ENV or LABEL is written with a space instead of '='", Severity.Warning)
    {
        Aliases = ["buildkit:LegacyKeyValueFormat"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                // BuildKit sees what an ONBUILD holds only in the stage that it runs in.
                if (instruction.Kind is not (InstructionKind.Env or InstructionKind.Label) || instruction.Pairs is not [{ IsLegacy: true } pair]) continue;

                // The value may be a secret, and is not shown.
                var keyword = instruction.Kind.ToKeyword();
                context.Report(context.FromFirstLine(instruction, pair.Key.Span),
                    $"{keyword} with a space is deprecated: everything up to the end of the line is the value, a second name=value included. Write {keyword} {pair.Key.RawText}=…, with double quotes where the value has blanks.");
            }
        }
    }
}
