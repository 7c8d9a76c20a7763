using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>What a package manager has downloaded stays in a layer of the image: nothing reads it again.</summary>
/// <param name="programs">The programs that keep a cache.</param>
/// <param name="verbs">The sub-commands that fill it.</param>
/// <param name="folders">Where it is: removed, or a mount of its own, it is in no layer.</param>
/// <param name="clean">What empties it: a sub-command, and its operand if it takes one.</param>
/// <param name="isInEveryStage">Whether a stage that is thrown away is looked at too, for a message.</param>
internal abstract class PackageCacheLeft(string[] programs, string[] verbs, string[] folders, string clean, bool isInEveryStage = false) : Rule
{
    public sealed override void Check(RuleContext context)
    {
        if (context.Commands.Of(programs).Count == 0) return;

        foreach (var run in context.Runs)
        {
            var ships = context.Image?.Includes(run.Stage) != false;
            if (!(ships || isInEveryStage) || LastFilling(run) is not { } filling || folders.Any(run.IsMounted)) continue;

            context.Report(run.Locate(filling),
                $"'{NameOf(filling)}' leaves its cache in {(ships ? "the image" : "a layer")}, where nothing reads it again. End this RUN with '&& {filling.SudoPrefix}{filling.Name} {clean}'; a later RUN cannot make this layer smaller.",
                severity: ships ? null : Severity.Message,
                fix: run.Append($"{filling.Name} {clean}", filling));
        }
    }

    private static string NameOf(ShellCommand command) => (command.Line.SubCommand, command.Line.Operands) switch
    {
        (null, _) => command.Name!,
        ("global", [{ Value: { } verb }, ..]) => $"{command.Name} global {verb}",
        (var verb, _) => $"{command.Name} {verb}",
    };

    /// <summary>The last command that fills the cache, unless one after it empties it.</summary>
    private ShellCommand? LastFilling(RunScript run)
    {
        ShellCommand? last = null;
        foreach (var command in run.Commands)
        {
            if (IsOfThese(command) && Verb(command) is { } verb && (Array.IndexOf(verbs, verb) >= 0 || IsGroupInstall(command.Line))) last = command;
            else if (Empties(command)) last = null;
        }

        return last;
    }

    private bool IsOfThese(ShellCommand command) => command.Name is { } name && Array.IndexOf(programs, name) >= 0;

    /// <summary>Whether another program empties the same cache.</summary>
    protected virtual bool SharesCache(ShellCommand command) => false;

    /// <summary>Whether this is <c>clean</c>; zypper also says <c>cc</c>.</summary>
    private bool IsClean(CommandLine line)
    {
        var words = clean.Split(' ');
        return (line.SubCommand == words[0] && (words.Length == 1 || line.Operands.Any(what => what.Text == words[1])))
            || (words.Length == 1 && line.SubCommand == "cc");
    }

    private static bool IsGroupInstall(CommandLine line) =>
        line is { SubCommand: "group" or "module" or "groups", Operands: [{ Value: "install" or "update" or "upgrade" }, ..] };

    /// <summary>The sub-command; a program without one does what it does when asked for nothing.</summary>
    private static string? Verb(ShellCommand command) =>
        command.Line.SubCommand ?? (command.Name is "yarn" or "yarnpkg" && command.Line.Options.IsEmpty ? "install" : null);

    /// <summary>By the same program, or by removing the folder.</summary>
    private bool Empties(ShellCommand command) =>
        ((IsOfThese(command) || SharesCache(command)) && IsClean(command.Line))
        || (command.Name == "rm" && command.Arguments.Any(word => folders.Any(folder => word.Text.TrimEnd('*', '/').StartsWith(folder, StringComparison.Ordinal))))
        || (command.Name == "rm" && command.Arguments.Any(static word => word.Text.TrimEnd('*', '/') is "/var/cache"));
}
