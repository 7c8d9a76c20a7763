using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>A package manager waits for a confirmation, which a build cannot give.</summary>
/// <param name="programs">The programs that ask for a confirmation.</param>
/// <param name="verbs">The sub-commands that ask for it.</param>
/// <param name="answers">The options that confirm, or with which the program does not ask.</param>
internal abstract class UnansweredQuestion(string[] programs, string[] verbs, string[] answers) : Rule
{
    public sealed override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of(programs))
        {
            if (Question(command.Line) is not { } verb || IsAnsweredByPipe(command)) continue;

            var text = verb == command.Line.SubCommandWord ? $"{command.Name} {verb}" : $"{command.Name} {command.Line.SubCommand} {verb}";
            context.Report(run.Locate(command),
                $"'{text}' waits for a confirmation, and the build fails. Use '{text} -y'.",
                severity: SeverityOf(command.Name!),
                fix: run.InsertOption(verb, "-y"));
        }
    }

    /// <summary>Whether a command line confirms in a way of this program only.</summary>
    protected virtual bool IsAnswered(CommandLine line) => false;

    /// <summary>The severity for a program, if it differs from the severity of the rule.</summary>
    protected virtual Severity? SeverityOf(string program) => null;

    /// <summary>The sub-command that asks; null when the command does not ask, or is confirmed.</summary>
    private ShellWord? Question(CommandLine line)
    {
        // dnf module install, yum group install
        var word = line is { SubCommand: "group" or "groups" or "module", Operands: [var inner, ..] } ? inner : line.SubCommandWord;
        if (word?.Value is "remove" or "purge" or "erase" && line.Operands.IsEmpty) return null; // removes nothing, so it does not ask
        return word?.Value is { } verb && Array.IndexOf(verbs, verb) >= 0 && !line.MayHaveMoreOptions && !line.HasAny(answers) && !IsAnswered(line) ? word : null;
    }

    /// <summary>Whether the output of another command, such as <c>yes |</c> or <c>echo y |</c>, can confirm.</summary>
    private static bool IsAnsweredByPipe(ShellCommand command) => command.Outermost.Pipeline.Elements[0] != command.Outermost;
}
