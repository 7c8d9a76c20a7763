using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Text;
using ContainerGuard.Tool.Commands;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool;

/// <summary>The arguments of the tool: commands, options and their help.</summary>
internal static class CommandLine
{
    /// <summary>Runs the tool. Returns the exit code.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="console">The console.</param>
    public static async Task<int> RunAsync(string[] arguments, ToolConsole console)
    {
        var parsed = Create(console).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in ErrorsOf(parsed)) console.Error.WriteLine(error);
            console.Error.WriteLine("Show the help with 'containerguard --help'.");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = console.Out, Error = console.Error, EnableDefaultExceptionHandler = false,
        };
        var code = await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        await console.Out.FlushAsync().ConfigureAwait(false);
        return code;
    }

    /// <summary>What is wrong with the arguments: a name that is not a command, or what the parser says.</summary>
    private static IEnumerable<string> ErrorsOf(ParseResult parsed)
    {
        var names = parsed.RootCommandResult.Command.Subcommands.Select(static command => command.Name).ToArray();
        if (parsed.CommandResult != parsed.RootCommandResult) return parsed.Errors.Select(static error => error.Message);
        if (parsed.UnmatchedTokens is not [var unknown, ..]) return [$"A command is missing. Use {WordList.Or(names)}."];

        var hint = SpellingSuggestion.Find(unknown, names) is { } nearest ? $"Did you mean '{nearest}'?" : $"Use {WordList.Or(names)}.";
        return [$"'{unknown}' is not a command. {hint}"];
    }

    /// <summary>All commands.</summary>
    public static RootCommand Create(ToolConsole console)
    {
        var root = new RootCommand("Checks, fixes, pins and inspects Dockerfiles and container images.");
        root.Subcommands.Add(CheckArguments.Create(console));
        root.Subcommands.Add(FixArguments.Create(console));
        root.Subcommands.Add(ExplainCommandOf(console));
        foreach (var command in PinArguments.Create(console)) root.Subcommands.Add(command);
        foreach (var command in ImageArguments.Create(console)) root.Subcommands.Add(command);
        root.Subcommands.Add(LspArguments.Create(console));
        root.Subcommands.Add(CompletionArguments.Create(console));
        return root;
    }

    /// <summary>Makes a failure one line: a wrong argument, a defect, or Ctrl+C.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A person gets the defect as one line, without a stack.")]
    public static Func<ParseResult, CancellationToken, Task<int>> Guarded(
        ToolConsole console, Func<ParseResult, CancellationToken, int> action) => (result, cancellationToken) =>
    {
        try
        {
            return Task.FromResult(action(result, cancellationToken));
        }
        catch (ToolException exception)
        {
            console.Out.Flush();
            console.Error.WriteLine($"containerguard: {exception.Message}");
            return Task.FromResult(ExitCode.Usage);
        }
        catch (Exception exception)
            when (exception is OperationCanceledException || (exception is AggregateException && cancellationToken.IsCancellationRequested))
        {
            return Task.FromResult(ExitCode.Cancelled);
        }
        catch (Exception exception)
        {
            console.Out.Flush();
            var defect = Defect.Of(exception, result.CommandResult.Command.Name);
            console.Error.WriteLine($"containerguard: {defect.Message}");
            if (Defect.ShowsDetails(console.Environment)) console.Error.WriteLine(defect.Details);
            return Task.FromResult(ExitCode.Defect);
        }
    };

    private static Command ExplainCommandOf(ToolConsole console)
    {
        var names = new Argument<string[]>("rules")
        {
            Description = "Codes such as CG3001, or other tools' names such as DL3008. Default: a list of all rules.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("explain", "Print the pages of rules.") { names };
        command.SetAction(Guarded(console, (result, _) => ExplainCommand.Run(result.GetValue(names) ?? [], console)));
        return command;
    }
}
