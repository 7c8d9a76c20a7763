using System.CommandLine;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Commands;

/// <summary>Prints a script for a shell, which asks the tool itself what can follow (the directive <c>[suggest]</c>).</summary>
internal static class CompletionArguments
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _containerguard() {
              local IFS=$'\n'
              COMPREPLY=($(containerguard "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
            }
            complete -o default -F _containerguard containerguard
            """,
        ["zsh"] = """
            #compdef containerguard
            _containerguard() {
              local -a found
              found=("${(@f)$(containerguard "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
              (( ${#found} )) && compadd -a found || _files
            }
            compdef _containerguard containerguard
            """,
        ["fish"] = """
            complete -c containerguard -a '(containerguard "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName containerguard -ScriptBlock {
              param($word, $ast, $position)
              containerguard "[suggest:$position]" "$ast" 2>$null |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Create(ToolConsole console)
    {
        var shell = new Argument<string>("shell") { Description = "The shell." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print the completion script of a shell.") { shell };
        command.SetAction(CommandLine.Guarded(console, (result, _) =>
        {
            console.Out.WriteLine(Scripts[result.GetValue(shell)!].ReplaceLineEndings("\n"));
            return ExitCode.Success;
        }));
        return command;
    }
}
