using System.Collections.Immutable;

namespace ContainerGuard.Shell;

/// <summary>One option of a command line.</summary>
/// <param name="Name">With its dashes: <c>-y</c>, <c>--yes</c>.</param>
/// <param name="Value">Its value without quotes, with expansions as written; null when it has none.</param>
/// <param name="Word">The word that contains it. A cluster such as <c>-yq</c> is one word for two options.</param>
internal sealed record CommandOption(string Name, string? Value, ShellWord Word);

/// <summary>
/// The arguments of a command, parsed as its program parses them (POSIX Utility Syntax Guidelines, with the long options of GNU).
/// </summary>
internal sealed class CommandArguments
{
    private CommandArguments(
        ImmutableArray<CommandOption> options, ShellWord? subCommand, ImmutableArray<ShellWord> operands, bool mayHaveMoreOptions)
    {
        (Options, SubCommandWord, Operands, MayHaveMoreOptions) = (options, subCommand, operands, mayHaveMoreOptions);
    }

    public ImmutableArray<CommandOption> Options { get; }

    /// <summary>The sub-command: <c>install</c> in <c>apt-get install</c>; null when it is missing or not static.</summary>
    public string? SubCommand => SubCommandWord?.Value;

    public ShellWord? SubCommandWord { get; }

    /// <summary>The arguments that are neither options nor the sub-command.</summary>
    public ImmutableArray<ShellWord> Operands { get; }

    /// <summary>
    /// Whether an expansion can contain options, so that the command can have options that are not in <see cref="Options"/>.
    /// </summary>
    public bool MayHaveMoreOptions { get; }

    /// <summary>Whether the command line has an option with one of the names.</summary>
    public bool Has(string name, string? other = null, string? another = null, string? last = null)
    {
        foreach (var option in Options)
        {
            if (option.Name == name || option.Name == other || option.Name == another || option.Name == last) return true;
        }

        return false;
    }

    /// <summary>Whether the command line has an option with one of the names.</summary>
    public bool HasAny(string[] names)
    {
        foreach (var option in Options)
        {
            if (Array.IndexOf(names, option.Name) >= 0) return true;
        }

        return false;
    }

    /// <summary>The value of the last option with a name; null when the option is missing or has no value.</summary>
    public string? ValueOf(string name)
    {
        for (var i = Options.Length - 1; i >= 0; i--)
        {
            if (Options[i].Name == name) return Options[i].Value;
        }

        return null;
    }

    internal static CommandArguments Read(ShellCommand command)
    {
        var syntax = CommandSyntax.Of(command.Name ?? "");
        var options = ImmutableArray.CreateBuilder<CommandOption>();
        var operands = ImmutableArray.CreateBuilder<ShellWord>();
        ShellWord? subCommand = null;
        var mayHaveMore = false;
        var onlyOperands = false;
        for (var i = 1; i < command.Words.Length; i++)
        {
            var word = command.Words[i];
            if (!onlyOperands && word.Text == "--")
            {
                if (syntax.StopsAtDashes) break;
                onlyOperands = true;
            }
            else if (!onlyOperands && word.Text is ['-', _, ..])
            {
                i += ReadOption(syntax, word, i + 1 < command.Words.Length ? command.Words[i + 1] : null, options);
            }
            else if (MayBeOptions(word, isFirst: syntax.HasSubCommand && subCommand is null))
            {
                mayHaveMore = true;
            }
            else if (syntax.HasSubCommand && subCommand is null)
            {
                subCommand = word;
            }
            else
            {
                operands.Add(word);
            }
        }

        return new CommandArguments(options.DrainToImmutable(), subCommand, operands.DrainToImmutable(), mayHaveMore);
    }

    /// <summary>How many of the following words are values of the option.</summary>
    private static int ReadOption(CommandSyntax syntax, ShellWord word, ShellWord? next, ImmutableArray<CommandOption>.Builder options)
    {
        var text = word.Text;
        if (text[1] == '-' || syntax.HasLongFlags)
        {
            var equals = text.IndexOf('=');
            var takesNext = equals < 0 && next is not null && syntax.TakesNext(text);
            options.Add(new CommandOption(
                equals < 0 ? text : text[..equals], equals >= 0 ? text[(equals + 1)..] : takesNext ? next!.Text : null, word));
            return takesNext ? 1 : 0;
        }

        for (var at = 1; at < text.Length; at++)
        {
            var name = $"-{text[at]}";
            if (syntax.ValueFlags.Contains(text[at]))
            {
                var isLast = at + 1 == text.Length;
                options.Add(new CommandOption(name, isLast ? next?.Text : text[(at + 1)..].TrimStart('='), word));
                return isLast && next is not null ? 1 : 0;
            }

            var hasValue = at + 1 < text.Length && text[at + 1] == '=';
            options.Add(new CommandOption(name, hasValue ? text[(at + 2)..] : null, word));
            if (hasValue) break;
        }

        return 0;
    }

    /// <summary>
    /// An unquoted expansion before the sub-command can only contain options. In other places its name decides, because most expansions
    /// contain packages and paths.
    /// </summary>
    private static bool MayBeOptions(ShellWord word, bool isFirst)
    {
        if (word.Expansions is not [{ Kind: ShellExpansionKind.Parameter } expansion, ..]) return false;
        if (word.Span.Start != expansion.Span.Start && !word.IsQuoted) return false;
        if (expansion.Name is "@" or "*") return true;
        if (word.IsQuoted) return false;
        return isFirst
            || expansion.Name.Contains("OPT", StringComparison.OrdinalIgnoreCase)
            || expansion.Name.Contains("ARG", StringComparison.OrdinalIgnoreCase)
            || expansion.Name.Contains("FLAG", StringComparison.OrdinalIgnoreCase);
    }
}
