using System.Collections.Immutable;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Shell;

/// <summary>
/// The text of a RUN as a POSIX shell reads it, with the extensions of bash that Dockerfiles use. Any text parses, in time linear in its
/// length; where it is not a script, <see cref="IsWellFormed"/> says so and the commands that can be seen are still there.
/// All spans are offsets in the text that was given.
/// </summary>
internal sealed class ShellScript
{
    /// <summary>Scripts in scripts (<c>sh -c "sh -c …"</c>) and commands that run commands are followed this far.</summary>
    internal const int MaximumDepth = 8;

    private ImmutableArray<ShellCommand> commands;

    internal ShellScript(ShellList body, bool isWellFormed) => (Body, IsWellFormed) = (body, isWellFormed);

    public ShellList Body { get; }

    /// <summary>False when quotes, parentheses or keywords do not match.</summary>
    public bool IsWellFormed { get; }

    /// <summary>
    /// Every simple command in the order of the text: those in subshells, groups, conditions, loops, functions, substitutions and
    /// here-documents, and those that another command runs (<see cref="ShellCommand.Outer"/>), after that command.
    /// </summary>
    public ImmutableArray<ShellCommand> Commands => commands.IsDefault ? commands = ShellCommandCollector.Collect(Body) : commands;

    /// <summary>Reads the text that a shell is given.</summary>
    public static ShellScript Parse(string text) => ShellParser.Parse(new ShellText(text));

    /// <summary>A script of one command that no shell reads: the exec form.</summary>
    /// <param name="arguments">The elements and where each is written, quotes included.</param>
    public static ShellScript FromArguments(IEnumerable<LocatedText> arguments)
    {
        ImmutableArray<ShellWord> words = [.. arguments.Select(static argument => new ShellWord(argument.Text, argument.Span))];
        if (words.IsEmpty) return new ShellScript(new ShellList([], default), isWellFormed: true);

        var span = TextSpan.FromBounds(words[0].Span.Start, words[^1].Span.End);
        var pipeline = new ShellPipeline([new ShellCommand([], words, span)], isNegated: false, ShellJoin.None);
        return new ShellScript(new ShellList([pipeline], span), isWellFormed: true);
    }
}
