using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>The downloads of a package manager remain in a layer of the image, where no program reads them again.</summary>
/// <param name="managers">The names of the package managers that fill it; all are of one family.</param>
internal abstract class PackageCacheLeft(params string[] managers) : Rule
{
    private readonly PackageManager _first = PackageManagers.Find(managers[0])!;

    /// <summary>Whether stages that are not part of the final image are checked too, with severity message.</summary>
    private bool IsInEveryStage => _first.Family != PackageFamily.Language;

    public sealed override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.Of(managers).Count == 0) return;

        foreach (var run in file.Runs)
        {
            var ships = file.Image?.Includes(run.Stage) != false;
            if (!(ships || IsInEveryStage) || LastFilling(run) is not { } filling || _first.CacheFolders.Any(run.IsMounted)) continue;

            findings.Report(run.Locate(filling),
                $"'{NameOf(filling)}' leaves its cache in {(ships ? "the image" : "a layer of this stage")}. "
                    + $"End this RUN with '&& {filling.SudoPrefix}{filling.Name} {_first.CleanUp}'.",
                severity: ships ? null : Severity.Message,
                fix: Edits.Append(run, $"{filling.Name} {_first.CleanUp}", filling));
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
            if (IsOfThese(command) && Verb(command) is { } verb && Array.IndexOf(_first.Downloads, verb) >= 0) last = command;
            else if (Empties(command)) last = null;
        }

        return last;
    }

    private bool IsOfThese(ShellCommand command) =>
        PackageManagers.Find(command.Name) is { } manager && Array.IndexOf(managers, manager.Name) >= 0;

    /// <summary>
    /// Whether a command uses the same cache. In some releases one name is a link to another program of the family, so each can empty the
    /// cache of the others.
    /// </summary>
    private bool SharesCache(ShellCommand command) =>
        PackageManagers.Find(command.Name) is { } manager
        && (manager == _first || (manager.Family == _first.Family && manager.Family != PackageFamily.Language));

    /// <summary>Whether this is the sub-command that empties the cache.</summary>
    private bool IsClean(CommandArguments line)
    {
        var words = _first.CleanUp.Split(' ');
        return (line.SubCommand == words[0] && (words.Length == 1 || line.Operands.Any(what => what.Text == words[1])))
            || (_first.CleanUpAlias is { } alias && line.SubCommand == alias);
    }

    /// <summary>The sub-command, or the default of a program that is called without one.</summary>
    private static string? Verb(ShellCommand command) =>
        PackageManager.VerbOf(command.Line)?.Value
        ?? (command.Name is "yarn" or "yarnpkg" && command.Line.Options.IsEmpty ? "install" : null);

    /// <summary>Whether a command empties the cache, by its program or by removing the folder.</summary>
    private bool Empties(ShellCommand command) =>
        (SharesCache(command) && IsClean(command.Line))
        || (command.Name == "rm" && command.Arguments.Any(
            word => _first.CacheFolders.Any(folder => word.Text.TrimEnd('*', '/').StartsWith(folder, StringComparison.Ordinal))))
        || (command.Name == "rm" && command.Arguments.Any(static word => word.Text.TrimEnd('*', '/') is "/var/cache"));
}
