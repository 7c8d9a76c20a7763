using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>
/// The suppression comments of a file: <c># containerguard ignore=CG3001,CG3002: reason</c> above an instruction, for that instruction;
/// <c># containerguard ignore-file=CG2003: reason</c> anywhere, for the whole file; and the comments of <see cref="SuppressionDialect">other tools</see>.
/// </summary>
internal sealed class Suppressions
{
    private readonly DockerfileSyntax syntax;
    private readonly DateOnly today;
    private readonly Silence file = new(null);
    private readonly Dictionary<InstructionSyntax, Silence> instructions = [];
    private readonly List<Suppression> all = [];

    private Suppressions(DockerfileSyntax syntax, DateOnly today)
    {
        (this.syntax, this.today) = (syntax, today);
        var isAbove = false;
        var firstInstruction = syntax.Instructions.IsEmpty ? int.MaxValue : syntax.Instructions[0].Span.Start;
        foreach (var comment in syntax.Comments)
        {
            var known = all.Count;
            SuppressionDialect.ReadAll(comment, today, all);
            for (var i = known; i < all.Count; i++)
            {
                if (all[i].Scope == SuppressionScope.File || (all[i].Scope == SuppressionScope.FileFromTop && comment.Span.Start < firstInstruction)) file.Add(all[i]);
                isAbove |= all[i].Scope is SuppressionScope.Instruction or SuppressionScope.Stage;
            }
        }

        if (isAbove) ReadWhatIsAboveInstructions();
    }

    /// <summary>All names in all suppression comments, in source order.</summary>
    public IReadOnlyList<Suppression> All => all;

    public static Suppressions Read(DockerfileSyntax syntax, DateOnly today) => new(syntax, today);

    /// <summary>The nearest suppression of a rule at an offset of the file; null if the rule is not suppressed there.</summary>
    public Suppression? Find(RuleDescriptor rule, int offset)
    {
        if (all.Count == 0) return null;
        var nearest = instructions.Count > 0 && syntax.FindInstruction(offset) is { } instruction ? instructions.GetValueOrDefault(instruction) : null;
        return (nearest ?? file).Find(rule);
    }

    /// <summary>The suppression of a rule in another file, such as the ignore file: a comment directly above the line, or one for the whole Dockerfile.</summary>
    public Suppression? FindIn(SourceText other, RuleDescriptor rule, int offset)
    {
        List<Suppression> found = [];
        for (var line = other.GetLine(offset) - 1; line >= 1; line--)
        {
            var span = other.GetLineSpan(line);
            if (!other.AsSpan(span).StartsWith('#')) break;
            SuppressionDialect.ReadAll(new CommentSyntax(other, span, IsInsideInstruction: false), today, found);
        }

        var above = new Silence(file);
        foreach (var suppression in found) above.Add(suppression);
        return above.Find(rule);
    }

    /// <summary>The names are in the order of the comments, so the names above one instruction are adjacent.</summary>
    private void ReadWhatIsAboveInstructions()
    {
        var next = 0;
        Silence? stage = null;
        foreach (var instruction in syntax.Instructions)
        {
            if (instruction.Kind == InstructionKind.From) stage = null;
            var comments = instruction.LeadingComments;
            Silence? own = null;
            if (!comments.IsEmpty)
            {
                var end = comments[^1].Span.End;
                while (next < all.Count && all[next].Span.Start < comments[0].Span.Start) next++;
                for (; next < all.Count && all[next].Span.Start < end; next++)
                {
                    if (all[next].Scope == SuppressionScope.Stage && instruction.Kind == InstructionKind.From) (stage ??= new Silence(file)).Add(all[next]);
                    else if (all[next].Scope == SuppressionScope.Instruction) (own ??= new Silence(stage ?? file)).Add(all[next]);
                }
            }

            if ((own ?? stage) is { } nearest) instructions[instruction] = nearest;
        }
    }

    /// <summary>The suppressions for one scope, and the enclosing scope.</summary>
    private sealed class Silence(Silence? around)
    {
        private readonly Dictionary<string, Suppression> byName = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<Suppression> wholeTools = [];

        public void Add(Suppression suppression)
        {
            // A duplicate name is not reported as unused.
            if (!byName.TryAdd(suppression.Name, suppression)) suppression.IsUsed = true;
            else if (suppression.IsOfWholeTool) wholeTools.Add(suppression);
        }

        public Suppression? Find(RuleDescriptor rule)
        {
            var found = byName.GetValueOrDefault(rule.Id);
            foreach (var alias in rule.Aliases)
            {
                found ??= byName.GetValueOrDefault(alias);
                foreach (var whole in wholeTools)
                {
                    if (alias.StartsWith(whole.Tool, StringComparison.Ordinal)) found ??= whole;
                }
            }

            return found ?? around?.Find(rule);
        }
    }
}
