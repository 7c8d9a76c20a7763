using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>A package manager asks for confirmation, which a build cannot give.</summary>
/// <param name="managers">The names of the package managers.</param>
internal abstract class UnansweredQuestion(params string[] managers) : Rule
{
    public sealed override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of(managers))
        {
            if (Question(PackageManagers.Find(command.Name)!, command.Line) is not { } verb || IsAnsweredByPipe(command)) continue;

            var text = verb == command.Line.SubCommandWord ? $"{command.Name} {verb}" : $"{command.Name} {command.Line.SubCommand} {verb}";
            findings.Report(run.Locate(command),
                $"'{text}' asks for confirmation, so the build fails. Use '{text} -y'.",
                severity: SeverityOf(command.Name!),
                fix: Edits.InsertOption(run, verb, "-y"));
        }
    }

    /// <summary>Whether a command line confirms in a way of this program only.</summary>
    protected virtual bool IsAnswered(CommandArguments line) => false;

    /// <summary>The severity for a program, if it differs from the severity of the rule.</summary>
    protected virtual Severity? SeverityOf(string program) => null;

    /// <summary>The sub-command that asks; null when the command does not ask, or is confirmed.</summary>
    private ShellWord? Question(PackageManager manager, CommandArguments line)
    {
        var word = PackageManager.VerbOf(line);
        if (word?.Value is "remove" or "purge" or "erase" && line.Operands.IsEmpty) return null; // removes nothing, so it does not ask
        return word?.Value is { } verb && Array.IndexOf(manager.Questions, verb) >= 0 && !line.MayHaveMoreOptions
            && !manager.IsAnswered(line) && !IsAnswered(line)
            ? word
            : null;
    }

    /// <summary>Whether the output of another command, such as <c>yes |</c> or <c>echo y |</c>, can confirm.</summary>
    private static bool IsAnsweredByPipe(ShellCommand command) => command.Outermost.Pipeline.Elements[0] != command.Outermost;
}
