using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>
/// The inline comments that silence a finding: <c># containerguard ignore=CG3001,CG3002: reason</c> above an instruction, for that
/// instruction, and <c># containerguard ignore-file=CG2003: reason</c> anywhere, for the whole file.
/// </summary>
internal sealed class Suppressions
{
    private const string Tool = "containerguard";

    private readonly DockerfileSyntax syntax;
    private readonly List<Entry> file = [];
    private readonly Dictionary<InstructionSyntax, List<Entry>> instructions = [];

    private Suppressions(DockerfileSyntax syntax)
    {
        this.syntax = syntax;
        if (!syntax.Source.Text.Contains(Tool, StringComparison.OrdinalIgnoreCase)) return;

        foreach (var comment in syntax.Comments)
        {
            if (TryParse(syntax.Source.AsSpan(comment.Span), out var codes, out var reason, out var wholeFile) && wholeFile) file.Add(new Entry(codes, reason));
        }

        foreach (var instruction in syntax.Instructions)
        {
            List<Entry> entries = [];
            foreach (var comment in instruction.LeadingComments)
            {
                if (TryParse(syntax.Source.AsSpan(comment.Span), out var codes, out var reason, out var wholeFile) && !wholeFile) entries.Add(new Entry(codes, reason));
            }

            if (entries.Count > 0) instructions[instruction] = entries;
        }
    }

    public static Suppressions Read(DockerfileSyntax syntax) => new(syntax);

    /// <summary>The reason given (perhaps empty) where <paramref name="id"/> is silenced at <paramref name="offset"/>; else null.</summary>
    public string? ReasonFor(string id, int offset)
    {
        if (ReasonIn(file, id) is { } ofFile) return ofFile;
        return instructions.Count > 0 && syntax.FindInstruction(offset) is { } instruction && instructions.TryGetValue(instruction, out var entries)
            ? ReasonIn(entries, id)
            : null;
    }

    /// <summary>The reason for a finding in a file beside the Dockerfile, from the comments directly above its line there, or from the Dockerfile.</summary>
    public string? ReasonIn(SourceText other, string id, int offset)
    {
        for (var line = other.GetLine(offset) - 1; line >= 1; line--)
        {
            var text = other.AsSpan(other.GetLineSpan(line));
            if (!text.StartsWith('#')) break;
            if (TryParse(text, out var codes, out var reason, out _) && codes.Contains(id, StringComparer.OrdinalIgnoreCase)) return reason;
        }

        return ReasonIn(file, id);
    }

    private static string? ReasonIn(List<Entry> entries, string id)
    {
        foreach (var entry in entries)
        {
            if (entry.Codes.Contains(id, StringComparer.OrdinalIgnoreCase)) return entry.Reason;
        }

        return null;
    }

    private static bool TryParse(ReadOnlySpan<char> comment, out string[] codes, out string reason, out bool wholeFile)
    {
        (codes, reason, wholeFile) = ([], "", false);
        var text = comment.TrimStart('#').Trim();
        if (!text.StartsWith(Tool, StringComparison.OrdinalIgnoreCase)) return false;

        text = text[Tool.Length..].TrimStart();
        if (text.StartsWith("ignore-file=", StringComparison.OrdinalIgnoreCase)) wholeFile = true;
        else if (!text.StartsWith("ignore=", StringComparison.OrdinalIgnoreCase)) return false;

        text = text[(text.IndexOf('=') + 1)..];
        var colon = text.IndexOf(':');
        var list = colon < 0 ? text : text[..colon];
        reason = colon < 0 ? "" : text[(colon + 1)..].Trim().ToString();
        codes = list.ToString().Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return codes.Length > 0;
    }

    private sealed record Entry(string[] Codes, string Reason);
}
