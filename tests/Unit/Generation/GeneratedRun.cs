using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>A RUN of a generated Dockerfile.</summary>
/// <param name="instruction">The instruction.</param>
/// <param name="script">Its script; null on Windows, whose shell has no parser here.</param>
internal sealed class GeneratedRun(InstructionSyntax instruction, ShellScript? script)
{
    private string Text => instruction.Command!.Text;

    /// <summary>The comment above it, as one line.</summary>
    public string Comment => string.Join(' ', instruction.LeadingComments.Select(static comment => comment.Text));

    /// <summary>The mounts, as the builder reads their options.</summary>
    public IReadOnlyList<string> Mounts => [.. instruction.Mounts.Select(static mount =>
    {
        mount.Error.ShouldBeNull();
        return string.Join(',', mount.Options.Select(static option => option.Text));
    })];

    /// <summary>
    /// The commands as the shell reads them, each as one line. A quoted word has quotes only where the shell would change it without
    /// them: single ones, or double ones around variables.
    /// </summary>
    public IReadOnlyList<string> Commands => [.. Words.Select(static words => string.Join(' ', words))];

    /// <summary>The words of these commands. Each command runs only if the one before succeeded.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Words
    {
        get
        {
            if (script is null) return [Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            script.IsWellFormed.ShouldBeTrue(Text);
            script.Body.Pipelines.SkipLast(1).ShouldAllBe(static pipeline => pipeline.Join == ShellJoin.And);
            return [.. script.Body.Pipelines.Select(pipeline => pipeline.Elements.ShouldHaveSingleItem()).Select(WordsOf)];
        }
    }

    private IReadOnlyList<string> WordsOf(ShellNode node)
    {
        var command = node.ShouldBeOfType<ShellCommand>();
        return
        [
            .. command.Assignments.Select(static assignment => $"{assignment.Name}={Written(assignment.Value)}"),
            .. command.Words.Select(Written),
            .. command.Redirections.Select(redirection => Text.Substring(redirection.Span.Start, redirection.Span.Length)),
        ];
    }

    private static string Written(ShellWord word) =>
        !word.IsQuoted || word.Text.All(IsPlain) ? word.Text
        : word.Expansions.IsEmpty ? $"'{word.Text}'"
        : $"\"{word.Text}\"";

    private static bool IsPlain(char character) => char.IsLetterOrDigit(character) || "_@%+=:,./-".Contains(character);
}
