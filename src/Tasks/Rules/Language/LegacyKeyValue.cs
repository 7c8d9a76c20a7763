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
                    $"{keyword} with a space is deprecated: everything up to the end of the line is the value, a second name=value included. Write {keyword} {pair.Key.RawText}=…, with double quotes where the value has blanks.",
                    fix: FixOf(context.Source, pair));
            }
        }
    }

    /// <summary>
    /// With quotes where there are blanks. None where quotes, escapes or continued lines would have to be read anew, nor where the value looks as
    /// if it was meant to be more variables.
    /// </summary>
    private static TextEdit[]? FixOf(SourceText source, KeyValueSyntax pair)
    {
        if (pair.Value is not { RawText: { Length: > 0 } value } word) return null;

        var isQuoted = value is ['"', .. var inner, '"'] && inner.AsSpan().IndexOfAny("\"\\`") < 0;
        var hasBlank = value.AsSpan().IndexOfAny(" \t") >= 0;
        if ((!isQuoted && value.AsSpan().IndexOfAny("\"'\\`") >= 0) || (hasBlank && value.Contains('=', StringComparison.Ordinal))) return null;

        var span = TextSpan.FromBounds(pair.Key.Span.End, word.Span.End);
        var quote = hasBlank && !isQuoted ? "\"" : "";
        return source.AsSpan(span).Contains('\n') ? null : [new TextEdit(span, $"={quote}{value}{quote}")];
    }
}
