using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>
/// The inline comments that silence a finding: <c># containerguard ignore=CG3001,CG3002: reason</c> above an instruction, for that
/// instruction, and <c># containerguard ignore-file=CG2003: reason</c> anywhere, for the whole file.
/// </summary>
internal sealed class Suppressions
{
    private const string Tool = "containerguard";

    private static readonly Suppressions None = new([]);
    private readonly List<Entry> entries;

    private Suppressions(List<Entry> entries) => this.entries = entries;

    public static Suppressions Read(DockerfileSyntax syntax)
    {
        if (!syntax.Source.Text.Contains(Tool, StringComparison.OrdinalIgnoreCase)) return None;

        var entries = new List<Entry>();
        foreach (var comment in syntax.Comments)
        {
            if (TryParse(syntax.Source.AsSpan(comment.Span), out var codes, out var reason, out var wholeFile) && wholeFile)
            {
                entries.Add(new Entry(codes, reason, new TextSpan(0, syntax.Source.Length)));
            }
        }

        foreach (var instruction in syntax.Instructions)
        {
            foreach (var comment in instruction.LeadingComments)
            {
                if (TryParse(syntax.Source.AsSpan(comment.Span), out var codes, out var reason, out var wholeFile) && !wholeFile)
                {
                    entries.Add(new Entry(codes, reason, instruction.Span));
                }
            }
        }

        return entries.Count == 0 ? None : new Suppressions(entries);
    }

    /// <summary>The reason given (perhaps empty) where <paramref name="id"/> is silenced at <paramref name="offset"/>; else null.</summary>
    public string? ReasonFor(string id, int offset)
    {
        foreach (var entry in entries)
        {
            if (offset >= entry.Span.Start && offset <= entry.Span.End && entry.Codes.Contains(id, StringComparer.OrdinalIgnoreCase))
            {
                return entry.Reason;
            }
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

    private sealed record Entry(string[] Codes, string Reason, TextSpan Span);
}
