using System.Globalization;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>
/// A form of comment that silences findings: ours, or another tool's for the rules that share the practice. The forms are those of
/// hadolint (README, "Inline ignores"), Trivy (pkg/iac/ignore), Checkov ("Suppressing and Skipping Policies") and KICS ("Using commands on
/// scanned files as comments").
/// </summary>
/// <param name="Tool">Whose form it is.</param>
/// <param name="Words">The words that announce it, in any casing, with blanks between them or not.</param>
/// <param name="Scope">What it reaches.</param>
/// <param name="Names">How what follows the words is read.</param>
internal sealed record SuppressionDialect(string Tool, string[] Words, SuppressionScope Scope, SuppressionDialect.NameReader Names)
{
    public const string Ours = "containerguard";

    private const string DateFormat = "yyyy-MM-dd";
    private static readonly Characters HadolintName = Characters.Of("DLSC0-9");
    private static readonly Characters WordOfName = Characters.Of("A-Za-z0-9_*-");

    private static readonly SuppressionDialect[] Table =
    [
        new(Ours, ["containerguard", "ignore", "="], SuppressionScope.Instruction, OwnList),
        new(Ours, ["containerguard", "ignore-file", "="], SuppressionScope.File, OwnList),
        new("hadolint", ["hadolint", "ignore", "="], SuppressionScope.Instruction, HadolintList),
        new("hadolint", ["hadolint", "global", "ignore", "="], SuppressionScope.File, HadolintList),
        new("trivy", ["trivy:ignore:"], SuppressionScope.Instruction, TrivyWord),
        new("checkov", ["checkov:skip="], SuppressionScope.File, CheckovWord),
        new("kics", ["kics-scan", "ignore-line"], SuppressionScope.Instruction, WholeTool),
        new("kics", ["kics-scan", "ignore-block"], SuppressionScope.Stage, WholeTool),
        new("kics", ["kics-scan", "ignore"], SuppressionScope.FileFromTop, WholeTool),
        new("kics", ["kics-scan", "disable", "="], SuppressionScope.FileFromTop, KicsList),
    ];

    /// <summary>Reads what follows the announcing words, and adds what is named.</summary>
    internal delegate void NameReader(SuppressionDialect dialect, CommentReader comment);

    /// <summary>Trivy and Checkov look for their words anywhere in a comment, the others at its beginning.</summary>
    private bool StandsAnywhere => Words.Length == 1;

    /// <summary>Adds everything that a comment names, in any of the forms.</summary>
    public static void ReadAll(CommentSyntax comment, DateOnly today, List<Suppression> into)
    {
        // Hardly any comment is one, and every comment is asked.
        var text = comment.Source.AsSpan(comment.Span);
        if (!Has(text, "ignore") && !Has(text, "skip=") && !Has(text, "disable")) return;

        var start = comment.Span.Start;
        while (start < comment.Span.End && comment.Source.Text[start] == '#') start++;
        foreach (var dialect in Table)
        {
            var reader = new CommentReader(comment.Source.Text, start, comment.Span.End, today, into);
            if (dialect.StandsAnywhere)
            {
                while (reader.Find(dialect.Words[0])) dialect.Names(dialect, reader);
            }
            else if (reader.Take(dialect.Words))
            {
                dialect.Names(dialect, reader);
            }
        }
    }

    private static bool Has(ReadOnlySpan<char> text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Codes up to a colon, the reason behind it.</summary>
    private static void OwnList(SuppressionDialect dialect, CommentReader comment)
    {
        var list = comment.UpTo(':');
        var reason = comment.Rest.TrimStart(':').Trim().ToString();
        foreach (var name in comment.NamesIn(list)) comment.Add(dialect, name, comment.Written(name).ToUpperInvariant(), reason);
    }

    /// <summary>Codes up to a number sign. A list that holds anything else is no list to hadolint.</summary>
    private static void HadolintList(SuppressionDialect dialect, CommentReader comment)
    {
        var names = comment.NamesIn(comment.UpTo('#'));
        foreach (var name in names)
        {
            if (!HadolintName.ContainAll(comment.Written(name))) return;
        }

        foreach (var name in names) comment.Add(dialect, name, comment.Written(name));
    }

    private static void KicsList(SuppressionDialect dialect, CommentReader comment)
    {
        foreach (var name in comment.NamesIn(comment.UpTo('#')))
        {
            var identifier = comment.Written(name);
            comment.Add(dialect, name, KicsQueries.TitleOf(identifier) ?? identifier);
        }
    }

    private static void CheckovWord(SuppressionDialect dialect, CommentReader comment)
    {
        if (comment.Word(WordOfName) is { Length: > 0 } name) comment.Add(dialect, name, comment.Written(name));
    }

    /// <summary>
    /// <c>DS-0002</c>, which was <c>AVD-DS-0002</c> and <c>DS002</c> before, or a star; then perhaps <c>:exp:2026-12-31</c>, the day from
    /// which it counts no more.
    /// </summary>
    private static void TrivyWord(SuppressionDialect dialect, CommentReader comment)
    {
        var name = comment.Word(WordOfName);
        if (name.Length == 0 || comment.IsExpired(":exp:", DateFormat)) return;

        var written = comment.Written(name).ToUpperInvariant();
        if (written.StartsWith("AVD-", StringComparison.Ordinal)) written = written[4..];
        if (written.StartsWith("DS", StringComparison.Ordinal) && written.Length == 5) written = $"DS-0{written[2..]}";
        comment.Add(dialect, name, written);
    }

    /// <summary>Nothing is named: all that the tool has is meant. What follows a blank is a remark.</summary>
    private static void WholeTool(SuppressionDialect dialect, CommentReader comment)
    {
        if (comment.Rest is [] or [' ' or '\t' or '\r', ..]) comment.Add(dialect, new TextSpan(comment.Start, 0), Suppression.Everything);
    }

    /// <summary>A place in a comment that is being read.</summary>
    internal sealed class CommentReader(string text, int start, int end, DateOnly today, List<Suppression> into)
    {
        private int at = start;
        private string? whole;

        public int Start { get; } = start;

        public ReadOnlySpan<char> Rest => text.AsSpan(at, end - at);

        public string Written(TextSpan span) => text.Substring(span.Start, span.Length);

        /// <summary>Moves behind the words if the comment begins with them.</summary>
        public bool Take(string[] words)
        {
            foreach (var word in words)
            {
                at = end - Rest.TrimStart().Length;
                if (!Rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
                at += word.Length;
            }

            return true;
        }

        /// <summary>Moves behind the next of a word.</summary>
        public bool Find(string word)
        {
            var found = Rest.IndexOf(word, StringComparison.Ordinal);
            at = found < 0 ? end : at + found + word.Length;
            return found >= 0;
        }

        /// <summary>What stands before a character, or before the end.</summary>
        public TextSpan UpTo(char mark)
        {
            var length = Rest.IndexOf(mark);
            var span = new TextSpan(at, length < 0 ? end - at : length);
            at = span.End;
            return span;
        }

        /// <summary>The longest word of some characters.</summary>
        public TextSpan Word(Characters characters)
        {
            var length = characters.FirstOther(Rest);
            var span = new TextSpan(at, length < 0 ? end - at : length);
            at = span.End;
            return span;
        }

        /// <summary>Whether a day stands here that is over.</summary>
        public bool IsExpired(string mark, string format) =>
            Rest.StartsWith(mark, StringComparison.Ordinal)
            && Rest.Length >= mark.Length + format.Length
            && DateOnly.TryParseExact(Rest.Slice(mark.Length, format.Length), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && today >= day;

        /// <summary>What stands between commas, semicolons and blanks.</summary>
        public TextSpan[] NamesIn(TextSpan list)
        {
            var names = new SpanList();
            var from = list.Start;
            for (var i = list.Start; i <= list.End; i++)
            {
                if (i < list.End && text[i] is not (',' or ';' or ' ' or '\t' or '\r')) continue;
                if (i > from) names.Add(TextSpan.FromBounds(from, i));
                from = i + 1;
            }

            return names.ToArray();
        }

        /// <param name="dialect">The form of the comment.</param>
        /// <param name="place">Where the name stands.</param>
        /// <param name="name">As reports of the tool have it.</param>
        /// <param name="reason">Why; the whole comment where nothing else says so.</param>
        public void Add(SuppressionDialect dialect, TextSpan place, string name, string? reason = null) => into.Add(new Suppression(
            dialect.Tool == Ours ? name : $"{dialect.Tool}:{name}",
            name == Suppression.Everything ? name : Written(place),
            dialect.Tool,
            dialect.Scope,
            reason ?? (whole ??= text.AsSpan(Start, end - Start).Trim().ToString()),
            place));
    }
}
