using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>The downloads of a package manager remain in a layer of the image, where no program reads them again.</summary>
/// <param name="programs">The programs that have the cache.</param>
/// <param name="verbs">The sub-commands that fill it.</param>
/// <param name="folders">The folders of the cache. A removed or mounted folder is not in the layer.</param>
/// <param name="clean">The sub-command that empties it, with its operand if it has one.</param>
/// <param name="isInEveryStage">Whether stages that are not part of the final image are checked too, with severity message.</param>
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
                $"'{NameOf(filling)}' leaves its cache in {(ships ? "the image" : "a layer of this stage")}. End this RUN with '&& {filling.SudoPrefix}{filling.Name} {clean}'.",
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

    /// <summary>The last command that fills the cache, unless a later command empties it.</summary>
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

    /// <summary>Whether this is the clean-up sub-command; zypper has the short name <c>cc</c>.</summary>
    private bool IsClean(CommandLine line)
    {
        var words = clean.Split(' ');
        return (line.SubCommand == words[0] && (words.Length == 1 || line.Operands.Any(what => what.Text == words[1])))
            || (words.Length == 1 && line.SubCommand == "cc");
    }

    private static bool IsGroupInstall(CommandLine line) =>
        line is { SubCommand: "group" or "module" or "groups", Operands: [{ Value: "install" or "update" or "upgrade" }, ..] };

    /// <summary>The sub-command, or the default of a program that is called without one.</summary>
    private static string? Verb(ShellCommand command) =>
        command.Line.SubCommand ?? (command.Name is "yarn" or "yarnpkg" && command.Line.Options.IsEmpty ? "install" : null);

    /// <summary>Whether a command empties the cache, by its program or by removing the folder.</summary>
    private bool Empties(ShellCommand command) =>
        ((IsOfThese(command) || SharesCache(command)) && IsClean(command.Line))
        || (command.Name == "rm" && command.Arguments.Any(word => folders.Any(folder => word.Text.TrimEnd('*', '/').StartsWith(folder, StringComparison.Ordinal))))
        || (command.Name == "rm" && command.Arguments.Any(static word => word.Text.TrimEnd('*', '/') is "/var/cache"));
}
