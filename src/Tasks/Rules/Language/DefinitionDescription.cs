using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A comment above an ARG or a named FROM that does not begin with its name, so that <c>docker build --call=outline</c> does not show it as
/// a description. The check is experimental in BuildKit: it is active only where <c># check=experimental=</c> enables it.
/// </summary>
internal sealed class DefinitionDescription : Rule
{
    private const string CheckName = "InvalidDefinitionDescription";

    public override RuleDescriptor Descriptor { get; } = new(
        "CG1029", "Comment above ARG or FROM is not a valid description", Severity.Message)
    {
        Aliases = [$"buildkit:{CheckName}"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var instruction in file.Syntax.Instructions)
        {
            if (instruction.PrecedingComments is not [.., var comment]
                || !file.Checks.IsExperimentalOn(CheckName, instruction.KeywordSpan.Start))
            {
                continue;
            }

            if (Names(instruction) is not { Count: > 0 } names) continue;

            var text = comment.Text;
            var blank = text.IndexOf(' ', StringComparison.Ordinal);
            if (names.Contains(blank < 0 ? text : text[..blank], StringComparer.Ordinal)) continue;
            findings.Report(file.FromFirstLine(instruction, instruction.KeywordSpan),
                $"BuildKit does not use this comment as the description of {Quoted(names)}. "
                    + $"If it is the description, begin it with '# {names[0]} '. "
                    + $"If it is not, add a line with only '#' between it and {instruction.Kind.ToKeyword()}.");
        }
    }

    private static string Quoted(List<string> names) => string.Join(" or ", names.Select(static name => $"'{name}'"));

    private static List<string> Names(InstructionSyntax instruction) => instruction.Kind switch
    {
        InstructionKind.Arg => [.. instruction.Pairs.Select(static pair => pair.Key.Text)],
        InstructionKind.From when instruction.Arguments is [_, _, var name] => [name.Text.ToLowerInvariant()],
        _ => [],
    };
}
