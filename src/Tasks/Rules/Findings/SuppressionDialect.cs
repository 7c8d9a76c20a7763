using System.Globalization;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>
/// A syntax of suppression comments: ContainerGuard's own, or that of another tool for rules with the same practice: hadolint (README,
/// "Inline ignores"), tally ("Inline directives"), Trivy (pkg/iac/ignore), Checkov ("Suppressing and Skipping Policies") and KICS ("Using
/// commands on scanned files as comments").
/// </summary>
/// <param name="Tool">The tool that defines the syntax.</param>
/// <param name="Words">The words at the start, in any casing, with or without spaces between them.</param>
/// <param name="Scope">The scope of such a comment.</param>
/// <param name="Names">Reads the names after the words.</param>
internal sealed record SuppressionDialect(string Tool, string[] Words, SuppressionScope Scope, SuppressionDialect.NameReader Names)
{
    public const string Ours = "containerguard";

    private const string Tally = "tally";

    private const string DateFormat = "yyyy-MM-dd";
    private static readonly Characters HadolintName = Characters.Of("DLSC0-9");
    private static readonly Characters WordOfName = Characters.Of("A-Za-z0-9_*-");

    private static readonly SuppressionDialect[] Table =
    [
        new(Ours, ["containerguard", "ignore", "="], SuppressionScope.Instruction, OwnList),
        new(Ours, ["containerguard", "ignore-file", "="], SuppressionScope.File, OwnList),
        new("hadolint", ["hadolint", "ignore", "="], SuppressionScope.Instruction, HadolintList),
        new("hadolint", ["hadolint", "global", "ignore", "="], SuppressionScope.File, HadolintList),
        new("hadolint", ["hadolint", "stage", "ignore", "="], SuppressionScope.Stage, HadolintList),
        new(Tally, ["tally", "ignore", "="], SuppressionScope.Instruction, TallyList),
        new(Tally, ["tally", "global", "ignore", "="], SuppressionScope.File, TallyList),
        new("trivy", ["trivy:ignore:"], SuppressionScope.Instruction, TrivyWord),
        new("checkov", ["checkov:skip="], SuppressionScope.File, CheckovWord),
        new("kics", ["kics-scan", "ignore-line"], SuppressionScope.Instruction, WholeTool),
        new("kics", ["kics-scan", "ignore-block"], SuppressionScope.Stage, WholeTool),
        new("kics", ["kics-scan", "ignore"], SuppressionScope.FileFromTop, WholeTool),
        new("kics", ["kics-scan", "disable", "="], SuppressionScope.FileFromTop, KicsList),
    ];

    /// <summary>Reads the text after the start words, and adds the names in it.</summary>
    internal delegate void NameReader(SuppressionDialect dialect, CommentReader comment);

    /// <summary>Trivy and Checkov search their words anywhere in a comment, the other tools only at its start.</summary>
    private bool StandsAnywhere => Words.Length == 1;

    /// <summary>Adds all names in a comment, in any syntax.</summary>
    public static void ReadAll(CommentSyntax comment, DateOnly today, List<Suppression> into)
    {
        // Few comments are suppressions, so the others are skipped quickly.
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

    /// <summary>Codes up to a colon, then the reason.</summary>
    private static void OwnList(SuppressionDialect dialect, CommentReader comment)
    {
        var list = comment.UpTo(':');
        var reason = comment.Rest.TrimStart(':').Trim().ToString();
        foreach (var name in comment.NamesIn(list)) comment.Add(dialect, name, comment.Written(name).ToUpperInvariant(), reason);
    }

    /// <summary>Codes up to a number sign. hadolint ignores a list that contains anything else.</summary>
    private static void HadolintList(SuppressionDialect dialect, CommentReader comment)
    {
        var names = comment.NamesIn(comment.UpTo('#'));
        foreach (var name in names)
        {
            if (!HadolintName.ContainAll(comment.Written(name))) return;
        }

        foreach (var name in names) comment.Add(dialect, name, comment.Written(name));
    }

    /// <summary>
    /// Rules up to a semicolon, then <c>reason=</c> (tally, "Inline directives"). A rule of hadolint or BuildKit can have the name of its
    /// tool in front.
    /// </summary>
    private static void TallyList(SuppressionDialect dialect, CommentReader comment)
    {
        foreach (var name in comment.NamesIn(comment.UpTo(';')))
        {
            var written = comment.Written(name);
            var slash = written.IndexOf('/', StringComparison.Ordinal);
            var tool = slash < 0 ? "" : written[..slash];
            if (tool is "hadolint" or "buildkit") comment.Add(dialect with { Tool = tool }, name, written[(slash + 1)..]);
            else if (written == "all") comment.AddAll(dialect, name, Suppression.Everything, ["hadolint", "buildkit", Tally]);
            else if (tool == Tally) comment.Add(dialect, name, written[(slash + 1)..]);
            else comment.AddAll(dialect, name, written, ["hadolint", "buildkit", Tally]);
        }
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
    /// <c>DS-0002</c>, formerly <c>AVD-DS-0002</c> and <c>DS002</c>, or a star. Then optionally <c>:exp:2026-12-31</c>, the date on which
    /// the suppression expires.
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

    /// <summary>All rules of the tool, without names. The text after a space is a remark.</summary>
    private static void WholeTool(SuppressionDialect dialect, CommentReader comment)
    {
        if (comment.Rest is [] or [' ' or '\t' or '\r', ..]) comment.Add(dialect, new TextSpan(comment.Start, 0), Suppression.Everything);
    }

    /// <summary>Reads a comment from left to right.</summary>
    internal sealed class CommentReader(string text, int start, int end, DateOnly today, List<Suppression> into)
    {
        private int _at = start;
        private string? _whole;

        public int Start { get; } = start;

        public ReadOnlySpan<char> Rest => text.AsSpan(_at, end - _at);

        public string Written(TextSpan span) => text.Substring(span.Start, span.Length);

        /// <summary>Moves past the words if the comment begins with them.</summary>
        public bool Take(string[] words)
        {
            foreach (var word in words)
            {
                _at = end - Rest.TrimStart().Length;
                if (!Rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
                _at += word.Length;
            }

            return true;
        }

        /// <summary>Moves past the next occurrence of a word.</summary>
        public bool Find(string word)
        {
            var found = Rest.IndexOf(word, StringComparison.Ordinal);
            _at = found < 0 ? end : _at + found + word.Length;
            return found >= 0;
        }

        /// <summary>The text up to a character, or up to the end.</summary>
        public TextSpan UpTo(char mark)
        {
            var length = Rest.IndexOf(mark);
            var span = new TextSpan(_at, length < 0 ? end - _at : length);
            _at = span.End;
            return span;
        }

        /// <summary>The longest word of the given characters.</summary>
        public TextSpan Word(Characters characters)
        {
            var length = characters.FirstOther(Rest);
            var span = new TextSpan(_at, length < 0 ? end - _at : length);
            _at = span.End;
            return span;
        }

        /// <summary>Whether an expiry date follows and has passed.</summary>
        public bool IsExpired(string mark, string format) =>
            Rest.StartsWith(mark, StringComparison.Ordinal)
            && Rest.Length >= mark.Length + format.Length
            && DateOnly.TryParseExact(
                Rest.Slice(mark.Length, format.Length), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && today >= day;

        /// <summary>The names between commas, semicolons and white space.</summary>
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

        /// <param name="dialect">The syntax of the comment.</param>
        /// <param name="place">The position of the name.</param>
        /// <param name="name">The name as the tool reports it.</param>
        /// <param name="reason">The reason; null to use the whole comment.</param>
        public void Add(SuppressionDialect dialect, TextSpan place, string name, string? reason = null) => into.Add(new Suppression(
            dialect.Tool == Ours ? name : $"{dialect.Tool}:{name}",
            name == Suppression.Everything ? name : Written(place),
            dialect.Tool,
            dialect.Scope,
            reason ?? (_whole ??= text.AsSpan(Start, end - Start).Trim().ToString()),
            place));

        /// <summary>Adds a name that can be of several tools.</summary>
        public void AddAll(SuppressionDialect dialect, TextSpan place, string name, string[] tools)
        {
            foreach (var tool in tools) Add(dialect with { Tool = tool }, place, name);
        }
    }
}
