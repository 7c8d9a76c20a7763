using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>An option of a command switches off a check that protects what is downloaded.</summary>
/// <param name="what">What is not checked any more, and so what can happen: the end of the sentence.</param>
/// <param name="remedy">What to do instead: a sentence.</param>
/// <param name="programs">The programs that have it, and those that write it into a file.</param>
internal abstract class SwitchedOffByOption(string what, string remedy, params string[] programs) : Rule
{
    public sealed override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of(programs))
        {
            if (FindIn(command) is not { } word) continue;
            context.Report(run.Locate(word.Span), $"{SubjectOf(command, word)} {what} {remedy}");
        }
    }

    /// <summary>The word that switches it off; null when none does.</summary>
    protected abstract ShellWord? FindIn(ShellCommand command);

    /// <summary>The word of the first option that has one of the names.</summary>
    protected static ShellWord? FindOption(CommandLine line, params ReadOnlySpan<string> names)
    {
        foreach (var option in line.Options)
        {
            if (names.Contains(option.Name)) return option.Word;
        }

        return null;
    }

    /// <summary>The word by which echo or printf writes a setting into a file whose name ends so; blanks in the setting do not count.</summary>
    protected static ShellWord? FindWritten(ShellCommand command, string file, string setting)
    {
        foreach (var redirection in command.Redirections)
        {
            if (!redirection.TakesOutput || !redirection.Target.Text.EndsWith(file, StringComparison.Ordinal)) continue;
            foreach (var word in command.Arguments)
            {
                if (word.Text.Replace(" ", "", StringComparison.Ordinal).Contains(setting, StringComparison.Ordinal)) return word;
            }
        }

        return null;
    }

    /// <summary>The option; what is written into a file is not shown, for it may hold anything.</summary>
    private static string SubjectOf(ShellCommand command, ShellWord word) =>
        word.Text.StartsWith('-') ? $"'{command.Name} {(word.Text.Length <= 60 ? word.Text : word.Text[..60])}'" : $"The setting that '{command.Name}' writes";
}
