using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A LABEL, or a file that COPY creates from a heredoc, has a password as the value of a key whose name says so.</summary>
internal sealed class PasswordInText : Rule
{
    private static readonly Characters KeyCharacters = Characters.Of("0-9A-Za-z_.-");

    private static readonly Characters NotInPasswords = Characters.Of("$ (){}");

    public override RuleDescriptor Descriptor { get; } = new("CG4017", "A LABEL or COPY heredoc contains a password", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (_, _, instruction) in file.Instructions.Of(InstructionKind.Label))
        {
            foreach (var pair in instruction.Pairs)
            {
                if (pair.Value is { } value && IsSecret(pair.Name, value.Value))
                {
                    findings.Report(file.FromFirstLine(instruction, pair.Key.Span),
                        $"LABEL '{MessageText.Cut(pair.Name)}' stores a secret in the image. Remove the secret, and pass it at run time.");
                }
            }

        }

        foreach (var (_, _, instruction) in file.Instructions.Of(InstructionKind.Copy, InstructionKind.Add))
        {
            foreach (var heredoc in instruction.Heredocs) ReportIn(file.Source, heredoc, findings);
        }
    }

    private static void ReportIn(SourceText source, HeredocSyntax heredoc, Findings findings)
    {
        var start = heredoc.ContentSpan.Start;
        foreach (var line in source.Slice(heredoc.ContentSpan).Split('\n'))
        {
            // JSON may have several keys in a line, and a .netrc file has all of a machine.
            foreach (var part in PartsOf(line))
            {
                var text = line.Substring(part.Start, part.Length);
                if (KeyIn(text, out var value) is { } key && IsSecret(text.Substring(key.Start, key.Length), value))
                {
                    findings.Report(new TextSpan(start + part.Start + key.Start, key.Length),
                        $"The heredoc stores the secret '{MessageText.Cut(text.Substring(key.Start, key.Length))}' in the image. "
                            + "Remove the secret, and pass it at run time.");
                }
            }

            start += line.Length + 1;
        }
    }

    /// <summary>The parts of a line that can each have a key.</summary>
    private static IEnumerable<TextSpan> PartsOf(string line)
    {
        var isNetrc = line.Contains("login ", StringComparison.Ordinal) && line.Contains("password ", StringComparison.Ordinal);
        if (!isNetrc && !line.Contains("\":", StringComparison.Ordinal))
        {
            yield return new TextSpan(0, line.Length);
            yield break;
        }

        if (isNetrc)
        {
            var at = line.IndexOf("password ", StringComparison.Ordinal);
            yield return TextSpan.FromBounds(at, line.Length);
            yield break;
        }

        for (var start = 0; start < line.Length;)
        {
            var length = Separators.FirstIn(line.AsSpan(start));
            if (length < 0) length = line.Length - start;
            if (length > 0) yield return new TextSpan(start, length);
            start += length + 1;
        }
    }

    private static readonly Characters Separators = Characters.Of("{},[]");

    /// <summary>
    /// The key of a line of settings, and its literal value: <c>key = value</c>, <c>key: value</c>, <c>"key": "value"</c>,
    /// <c>password value</c>.
    /// </summary>
    private static TextSpan? KeyIn(string line, out string value)
    {
        value = "";
        var text = line.AsSpan().TrimEnd();
        var start = 0;
        while (start < text.Length && text[start] is ' ' or '\t' or '"' or '\'') start++;
        if (text[start..].StartsWith("export ")) start += "export ".Length;
        var length = KeyCharacters.FirstOther(text[start..]);
        if (length <= 0) return null;

        var rest = text[(start + length)..].TrimStart("\"' ");
        if (text[start..].StartsWith("password ")) rest = text[(start + length)..];
        if (rest is not ['=' or ':' or ' ', _, ..]) return null;
        if (rest is [' ', ..]) rest = rest.TrimStart() is ['=' or ':', ..] ? rest.TrimStart() : rest;
        value = rest[1..].Trim().TrimEnd(",;").Trim("\"'").ToString();
        return new TextSpan(start, length);
    }

    private static bool IsSecret(string key, string value)
    {
        if (value.Length < 3 || NotInPasswords.FirstIn(value) >= 0 || Placeholder.Is(value) || SecretNames.IsBlank(value)
            || SecretNames.IsForBuildOnly(value))
        {
            return false;
        }

        return SecretNames.IsSecret(key.Replace('.', '_').Replace('-', '_'), value);
    }
}
