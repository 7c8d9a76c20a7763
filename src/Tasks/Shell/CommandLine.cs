using System.Collections.Immutable;

namespace ContainerGuard.Shell;

/// <summary>One option as given.</summary>
/// <param name="Name">With its dashes: <c>-y</c>, <c>--yes</c>.</param>
/// <param name="Value">Its value without quotes, expansions as written; null where it has none.</param>
/// <param name="Word">The word it is in; a cluster such as <c>-yq</c> is one word for two options.</param>
internal sealed record CommandOption(string Name, string? Value, ShellWord Word);

/// <summary>A command's arguments, read as its program reads them (POSIX Utility Syntax Guidelines, with GNU's long options).</summary>
internal sealed class CommandLine
{
    private CommandLine(ImmutableArray<CommandOption> options, ShellWord? subCommand, ImmutableArray<ShellWord> operands, bool mayHaveMoreOptions)
    {
        (Options, SubCommandWord, Operands, MayHaveMoreOptions) = (options, subCommand, operands, mayHaveMoreOptions);
    }

    public ImmutableArray<CommandOption> Options { get; }

    /// <summary>What to do: <c>install</c> in <c>apt-get install</c>; null when it is not given or not static.</summary>
    public string? SubCommand => SubCommandWord?.Value;

    public ShellWord? SubCommandWord { get; }

    /// <summary>What is neither option nor sub-command.</summary>
    public ImmutableArray<ShellWord> Operands { get; }

    /// <summary>True when an expansion may stand for options: then one that is not here may still be given.</summary>
    public bool MayHaveMoreOptions { get; }

    /// <summary>Whether an option is given by one of its names.</summary>
    public bool Has(string name, string? other = null, string? another = null, string? last = null)
    {
        foreach (var option in Options)
        {
            if (option.Name == name || option.Name == other || option.Name == another || option.Name == last) return true;
        }

        return false;
    }

    /// <summary>Whether an option is given by any of many names.</summary>
    public bool HasAny(string[] names)
    {
        foreach (var option in Options)
        {
            if (Array.IndexOf(names, option.Name) >= 0) return true;
        }

        return false;
    }

    /// <summary>The value of the last option of a name; null when it is not there or has none.</summary>
    public string? ValueOf(string name)
    {
        for (var i = Options.Length - 1; i >= 0; i--)
        {
            if (Options[i].Name == name) return Options[i].Value;
        }

        return null;
    }

    internal static CommandLine Read(ShellCommand command)
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

        return new CommandLine(options.DrainToImmutable(), subCommand, operands.DrainToImmutable(), mayHaveMore);
    }

    /// <summary>How many of the following words it takes.</summary>
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
    /// An unquoted expansion before the sub-command can be nothing but options; elsewhere its name has to say so, for most stand for
    /// packages and paths.
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
