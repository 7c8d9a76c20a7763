using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>
/// The suppression comments of a file: <c># containerguard ignore=CG3001,CG3002: reason</c> above an instruction, for that instruction;
/// <c># containerguard ignore-file=CG2003: reason</c> anywhere, for the whole file; and the comments of
/// <see cref="SuppressionDialect">other tools</see>.
/// </summary>
internal sealed class Suppressions
{
    private readonly DockerfileSyntax _syntax;
    private readonly DateOnly _today;
    private readonly Silence _file = new(null);
    private readonly Dictionary<InstructionSyntax, Silence> _instructions = [];
    private readonly Dictionary<int, Silence> _lines = [];
    private readonly List<Suppression> _all = [];

    private Suppressions(DockerfileSyntax syntax, DateOnly today)
    {
        (_syntax, _today) = (syntax, today);
        var isAbove = false;
        var firstInstruction = syntax.Instructions.IsEmpty ? int.MaxValue : syntax.Instructions[0].Span.Start;
        foreach (var comment in syntax.Comments)
        {
            var known = _all.Count;
            SuppressionDialect.ReadAll(comment, today, _all);
            for (var i = known; i < _all.Count; i++)
            {
                if (_all[i].Scope == SuppressionScope.File
                    || (_all[i].Scope == SuppressionScope.FileFromTop && comment.Span.Start < firstInstruction))
                {
                    _file.Add(_all[i]);
                }

                isAbove |= _all[i].Scope is SuppressionScope.Instruction or SuppressionScope.Stage;
            }
        }

        if (isAbove && syntax.HasLines) ReadWhatIsAboutLines();
        else if (isAbove) ReadWhatIsAboveInstructions();
    }

    /// <summary>All names in all suppression comments, in source order.</summary>
    public IReadOnlyList<Suppression> All => _all;

    public static Suppressions Read(DockerfileSyntax syntax, DateOnly today) => new(syntax, today);

    /// <summary>The nearest suppression of a rule at an offset of the file; null if the rule is not suppressed there.</summary>
    public Suppression? Find(RuleDescriptor rule, int offset)
    {
        if (_all.Count == 0) return null;
        if (_syntax.HasLines) return (_lines.GetValueOrDefault(_syntax.Source.GetLine(offset)) ?? _file).Find(rule);
        var nearest = _instructions.Count > 0 && _syntax.FindInstruction(offset) is { } instruction
            ? _instructions.GetValueOrDefault(instruction)
            : null;
        return (nearest ?? _file).Find(rule);
    }

    /// <summary>
    /// The suppression of a rule in another file, such as the ignore file: a comment directly above the line, or one for the whole
    /// Dockerfile.
    /// </summary>
    public Suppression? FindIn(SourceText other, RuleDescriptor rule, int offset)
    {
        List<Suppression> found = [];
        for (var line = other.GetLine(offset) - 1; line >= 1; line--)
        {
            var span = other.GetLineSpan(line);
            if (!other.AsSpan(span).StartsWith('#')) break;
            SuppressionDialect.ReadAll(new CommentSyntax(other, span, IsInsideInstruction: false), _today, found);
        }

        var above = new Silence(_file);
        foreach (var suppression in found) above.Add(suppression);
        return above.Find(rule);
    }

    /// <summary>A comment after a value is about its line; other comments are about the next line that is not a comment.</summary>
    private void ReadWhatIsAboutLines()
    {
        var source = _syntax.Source;
        var next = 0;
        foreach (var comment in _syntax.Comments)
        {
            var line = source.GetLine(comment.Span.Start);
            while (!comment.IsInsideInstruction && ++line < source.LineCount && IsComment(line)) continue;
            for (; next < _all.Count && _all[next].Span.Start <= comment.Span.End; next++)
            {
                if (_all[next].Scope != SuppressionScope.Instruction) continue;
                if (!_lines.TryGetValue(line, out var silence)) _lines[line] = silence = new Silence(_file);
                silence.Add(_all[next]);
            }
        }

        bool IsComment(int line) => source.AsSpan(source.GetLineSpan(line)).TrimStart() is ['#', ..];
    }

    /// <summary>The names are in the order of the comments, so the names above one instruction are adjacent.</summary>
    private void ReadWhatIsAboveInstructions()
    {
        var next = 0;
        Silence? stage = null;
        foreach (var instruction in _syntax.Instructions)
        {
            if (instruction.Kind == InstructionKind.From) stage = null;
            var comments = instruction.LeadingComments;
            Silence? own = null;
            if (!comments.IsEmpty)
            {
                var end = comments[^1].Span.End;
                while (next < _all.Count && _all[next].Span.Start < comments[0].Span.Start) next++;
                for (; next < _all.Count && _all[next].Span.Start < end; next++)
                {
                    if (_all[next].Scope == SuppressionScope.Stage && instruction.Kind == InstructionKind.From)
                    {
                        (stage ??= new Silence(_file)).Add(_all[next]);
                    }
                    else if (_all[next].Scope == SuppressionScope.Instruction)
                    {
                        (own ??= new Silence(stage ?? _file)).Add(_all[next]);
                    }
                }
            }

            if ((own ?? stage) is { } nearest) _instructions[instruction] = nearest;
        }
    }

    /// <summary>The suppressions for one scope, and the enclosing scope.</summary>
    private sealed class Silence(Silence? around)
    {
        private readonly Dictionary<string, Suppression> _byName = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<Suppression> _wholeTools = [];

        public void Add(Suppression suppression)
        {
            // A duplicate name is not reported as unused.
            if (!_byName.TryAdd(suppression.Name, suppression)) suppression.IsUsed = true;
            else if (suppression.IsOfWholeTool) _wholeTools.Add(suppression);
        }

        public Suppression? Find(RuleDescriptor rule)
        {
            var found = _byName.GetValueOrDefault(rule.Id);
            foreach (var alias in rule.Aliases)
            {
                found ??= _byName.GetValueOrDefault(alias);
                foreach (var whole in _wholeTools)
                {
                    if (alias.StartsWith(whole.Tool, StringComparison.Ordinal)) found ??= whole;
                }
            }

            return found ?? around?.Find(rule);
        }
    }
}
