using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A comment right above an ARG or a named FROM that does not begin with its name, so that <c>docker build --call=outline</c> does not
/// take it for a description. Experimental in BuildKit: it speaks only where <c># check=experimental=</c> asks for it.
/// </summary>
internal sealed class DefinitionDescription : Rule
{
    private const string CheckName = "InvalidDefinitionDescription";

    public override RuleDescriptor Descriptor { get; } = new("CG1029", "A comment above ARG or FROM describes neither", Severity.Message)
    {
        Aliases = [$"buildkit:{CheckName}"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var instruction in context.Syntax.Instructions)
        {
            if (instruction.PrecedingComments is not [.., var comment] || !context.Checks.IsExperimentalOn(CheckName, instruction.KeywordSpan.Start)) continue;
            if (Names(instruction) is not [var first, ..] names) continue;

            var text = comment.Text;
            var blank = text.IndexOf(' ', StringComparison.Ordinal);
            if (names.Contains(blank < 0 ? text : text[..blank], StringComparer.Ordinal)) continue;
            var name = names.Count == 1 ? first : "<name>";
            context.Report(context.FromFirstLine(instruction, instruction.KeywordSpan),
                $"The comment above would describe this {instruction.Kind.ToKeyword()} if it began with its name. Write '# {name} …', or put an empty line with '#' between, if it is not meant as a description.");
        }
    }

    private static List<string> Names(InstructionSyntax instruction) => instruction.Kind switch
    {
        InstructionKind.Arg => [.. instruction.Pairs.Select(static pair => pair.Key.Text)],
        InstructionKind.From when instruction.Arguments is [_, _, var name] => [name.Text.ToLowerInvariant()],
        _ => [],
    };
}
