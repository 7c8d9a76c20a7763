using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Shell;

/// <summary>
/// The text of a RUN, parsed as a POSIX shell parses it, with the extensions of bash that Dockerfiles use. Any text can be parsed, in time
/// linear in its length. If it is not a correct script, <see cref="IsWellFormed"/> is false, and the recognizable commands are still
/// available. All spans are offsets in the original text.
/// </summary>
internal sealed class ShellScript
{
    /// <summary>The maximum nesting of scripts in scripts (<c>sh -c "sh -c …"</c>) and of commands that run commands.</summary>
    internal const int MaximumDepth = 8;

    private ImmutableArray<ShellCommand> _commands;

    internal ShellScript(ShellList body, bool isWellFormed) => (Body, IsWellFormed) = (body, isWellFormed);

    public ShellList Body { get; }

    /// <summary>False when quotes, parentheses or keywords do not match.</summary>
    public bool IsWellFormed { get; }

    /// <summary>
    /// Every simple command, in source order, including commands in subshells, groups, conditions, loops, functions, substitutions and
    /// heredocs. A command that another command runs (<see cref="ShellCommand.Outer"/>) follows that command.
    /// </summary>
    public ImmutableArray<ShellCommand> Commands => _commands.IsDefault ? _commands = ShellCommandCollector.Collect(Body) : _commands;

    /// <summary>Parses the text of a shell script.</summary>
    public static ShellScript Parse(string text) => ShellParser.Parse(new ShellText(text));

    /// <summary>A script of one command that does not run in a shell: the exec form.</summary>
    /// <param name="arguments">The elements and their positions, including quotes.</param>
    public static ShellScript FromArguments(IEnumerable<LocatedText> arguments)
    {
        ImmutableArray<ShellWord> words = [.. arguments.Select(static argument => new ShellWord(argument.Text, argument.Span))];
        if (words.IsEmpty) return new ShellScript(new ShellList([], default), isWellFormed: true);

        var span = TextSpan.FromBounds(words[0].Span.Start, words[^1].Span.End);
        var pipeline = new ShellPipeline([new ShellCommand([], words, span)], isNegated: false, ShellJoin.None);
        return new ShellScript(new ShellList([pipeline], span), isWellFormed: true);
    }
}
