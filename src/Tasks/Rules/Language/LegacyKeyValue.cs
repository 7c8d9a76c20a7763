using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Language;

/// <summary>ENV or LABEL with a space instead of an equals sign between name and value.</summary>
internal sealed class LegacyKeyValue : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1016", "ENV or LABEL uses a space instead of '='", Severity.Warning)
    {
        Aliases = ["buildkit:LegacyKeyValueFormat"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (_, _, instruction) in file.Instructions.Of(InstructionKind.Env, InstructionKind.Label))
        {
            // BuildKit checks the trigger of an ONBUILD only in the stage that runs it.
            if (instruction is not { Onbuild: null, Pairs: [{ IsLegacy: true } pair] }) continue;

            // The message does not contain the value, which may be a secret.
            var keyword = instruction.Kind.ToKeyword();
            findings.Report(file.FromFirstLine(instruction, pair.Key.Span),
                $"{keyword} with a space instead of '=' is deprecated. "
                    + $"Write '{keyword} {pair.Key.RawText}=…', with double quotes if the value has spaces.",
                fix: FixOf(file.Source, pair));
        }
    }

    /// <summary>
    /// Adds quotes if the value contains spaces. Null if the value contains quotes, escapes or continued lines, or looks like several
    /// variables.
    /// </summary>
    private static TextEdit[]? FixOf(SourceText source, KeyValueSyntax pair)
    {
        if (pair.Value is not { RawText: { Length: > 0 } value } word) return null;

        var isQuoted = value is ['"', .. var inner, '"'] && inner.AsSpan().IndexOfAny("\"\\`") < 0;
        var hasBlank = value.AsSpan().IndexOfAny(" \t") >= 0;
        if ((!isQuoted && value.AsSpan().IndexOfAny("\"'\\`") >= 0) || (hasBlank && value.Contains('=', StringComparison.Ordinal)))
        {
            return null;
        }

        var span = TextSpan.FromBounds(pair.Key.Span.End, word.Span.End);
        var quote = hasBlank && !isQuoted ? "\"" : "";
        return source.AsSpan(span).Contains('\n') ? null : Edits.Replace(span, $"={quote}{value}{quote}");
    }
}
