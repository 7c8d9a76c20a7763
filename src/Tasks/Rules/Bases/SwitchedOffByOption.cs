using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>An option of a command disables a check that protects downloads.</summary>
/// <param name="what">The check that the option disables: the end of a sentence whose subject is the option.</param>
/// <param name="remedy">The correction: a sentence.</param>
/// <param name="programs">The programs that have the option, and the programs that write it to a configuration file.</param>
internal abstract class SwitchedOffByOption(string what, string remedy, params string[] programs) : Rule
{
    private const int LongestOption = 60;

    public sealed override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of(programs))
        {
            if (FindIn(command) is not { } word) continue;
            findings.Report(run.Locate(word.Span), $"{SubjectOf(command, word)} {what} {remedy}");
        }
    }

    /// <summary>The word that disables the check; null when no word does.</summary>
    protected abstract ShellWord? FindIn(ShellCommand command);

    /// <summary>The word of the first option with one of the names.</summary>
    protected static ShellWord? FindOption(CommandArguments line, params ReadOnlySpan<string> names)
    {
        foreach (var option in line.Options)
        {
            if (names.Contains(option.Name)) return option.Word;
        }

        return null;
    }

    /// <summary>
    /// The word with a setting that echo or printf writes to a file whose name ends with <paramref name="file"/>. Spaces in the setting are
    /// ignored.
    /// </summary>
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

    /// <summary>
    /// The option, or the setting that it passes, such as <c>-o name=value</c>. The text of another setting is not shown, because it can
    /// contain a secret.
    /// </summary>
    private static string SubjectOf(ShellCommand command, ShellWord word) =>
        SettingOf(command, word) is { } setting ? $"'{Cut(setting)}'"
        : word.Text.StartsWith('-') ? $"'{command.Name} {Cut(word.Text)}'"
        : command.Name is "echo" or "printf" or "sed" ? $"The setting that '{command.Name}' writes"
        : $"The setting for '{command.Name}'";

    /// <summary>The argument <c>name=value</c> in the word after an option; null where the option itself is the fault.</summary>
    private static string? SettingOf(ShellCommand command, ShellWord word) =>
        command.Line.Options.FirstOrDefault(option =>
            option.Word == word && option.Name == word.Text && option.Value?.Contains('=', StringComparison.Ordinal) == true)?.Value;

    private static string Cut(string text) => text.Length <= LongestOption ? text : text[..LongestOption] + "…";
}
