using System.Text;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// Compares an instruction with a step of the history. Builders join continued lines, drop flags and expand variables, so only what stays
/// is compared.
/// </summary>
internal static class StepText
{
    private const int ComparedLength = 24;

    public static string Of(InstructionSyntax instruction)
    {
        var text = instruction.Heredocs.IsEmpty ? instruction.Source.Slice(instruction.ArgumentsSpan) : "<<";
        var lines = text.Split('\n').Where(static line => !line.TrimStart().StartsWith('#'));
        return Compact(string.Concat(lines), instruction.Kind);
    }

    public static string Of(HistoryStep step) => Compact(step.Text, step.Kind);

    public static bool AreAlike(string instruction, string step, InstructionKind kind)
    {
        if (kind is InstructionKind.Copy or InstructionKind.Add)
        {
            // The target is last. Builders add a slash, or a text such as "in".
            return step.EndsWith(instruction.TrimEnd('/'), StringComparison.Ordinal)
                || step.TrimEnd('/').EndsWith(Target(instruction), StringComparison.Ordinal);
        }

        var length = Math.Min(ComparedLength, instruction.IndexOf('$') is >= 0 and var variable ? variable : instruction.Length);
        return step.AsSpan().StartsWith(instruction.AsSpan(0, Math.Min(length, instruction.Length)))
            && (length > 0 || kind != InstructionKind.Run);
    }

    private static string Target(string copied)
    {
        var end = copied.TrimEnd('/');
        return end[(end.LastIndexOfAny(['\u001f', '/']) + 1)..];
    }

    private static string Compact(string text, InstructionKind kind)
    {
        var compact = new StringBuilder(text.Length);
        var keepsBlanks = kind is InstructionKind.Copy or InstructionKind.Add;
        foreach (var c in text)
        {
            if (c is '\\' or '"' or '\'' or '[' or ']' or ',') continue;
            if (!char.IsWhiteSpace(c)) compact.Append(c);
            else if (keepsBlanks && compact.Length > 0 && compact[^1] != '\u001f') compact.Append('\u001f');
        }

        return compact.ToString().TrimEnd('\u001f');
    }
}
