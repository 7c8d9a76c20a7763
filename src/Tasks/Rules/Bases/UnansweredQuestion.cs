using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>A package manager would ask before it goes on, and nobody is there to answer.</summary>
/// <param name="programs">The programs that ask.</param>
/// <param name="verbs">The sub-commands in which they do.</param>
/// <param name="answers">The options that answer, or that leave nothing to ask.</param>
internal abstract class UnansweredQuestion(string[] programs, string[] verbs, string[] answers) : Rule
{
    public sealed override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of(programs))
        {
            if (Question(command.Line) is not { } verb || IsAnsweredByPipe(command)) continue;

            context.Report(run.Locate(command),
                $"'{command.Name} {verb}' asks before it goes on, and in a build nobody answers: it gives up. Write '{command.Name} {verb} -y'.",
                severity: SeverityOf(command.Name!),
                fix: run.InsertOption(verb, "-y"));
        }
    }

    /// <summary>Whether a command line has an answer of its own kind.</summary>
    protected virtual bool IsAnswered(CommandLine line) => false;

    /// <summary>What a program's question weighs, where it is not the rule's own severity.</summary>
    protected virtual Severity? SeverityOf(string program) => null;

    /// <summary>The word that asks; null where nothing does, or the command line has the answer.</summary>
    private ShellWord? Question(CommandLine line)
    {
        // dnf module install, yum group install
        var word = line is { SubCommand: "group" or "groups" or "module", Operands: [var inner, ..] } ? inner : line.SubCommandWord;
        if (word?.Value is "remove" or "purge" or "erase" && line.Operands.IsEmpty) return null; // nothing to do, nothing to ask
        return word?.Value is { } verb && Array.IndexOf(verbs, verb) >= 0 && !line.MayHaveMoreOptions && !line.HasAny(answers) && !IsAnswered(line) ? word : null;
    }

    /// <summary>By <c>yes |</c> or <c>echo y |</c> before it.</summary>
    private static bool IsAnsweredByPipe(ShellCommand command) => command.Outermost.Pipeline.Elements[0] != command.Outermost;
}
