using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>What a package manager has downloaded stays in a layer of the image: nothing reads it again.</summary>
/// <param name="programs">The programs that keep a cache.</param>
/// <param name="verbs">The sub-commands that fill it.</param>
/// <param name="folders">Where it is: removed, or a mount of its own, it is in no layer.</param>
internal abstract class PackageCacheLeft(string[] programs, string[] verbs, string[] folders) : Rule
{
    public sealed override void Check(RuleContext context)
    {
        foreach (var run in context.Runs)
        {
            if (context.Image?.Includes(run.Stage) != true || LastFilling(run) is not { } filling || folders.Any(run.IsMounted)) continue;

            var clean = $"{filling.Name} clean{(filling.Name == "zypper" ? "" : " all")}";
            context.Report(run.Locate(filling),
                $"'{filling.Name} {filling.Line.SubCommand}' leaves its cache in the image, where nothing reads it again. End this RUN with '&& {clean}'; a later RUN cannot make this layer smaller.",
                fix: run.Append(clean) is { } edit ? [edit] : null);
        }
    }

    /// <summary>The last command that fills the cache, unless one after it empties it.</summary>
    private ShellCommand? LastFilling(RunScript run)
    {
        ShellCommand? last = null;
        foreach (var command in run.Commands)
        {
            if (IsOfThese(command) && command.Line.SubCommand is { } verb && (Array.IndexOf(verbs, verb) >= 0 || IsGroupInstall(command.Line))) last = command;
            else if (Empties(command)) last = null;
        }

        return last;
    }

    private bool IsOfThese(ShellCommand command) => command.Name is { } name && Array.IndexOf(programs, name) >= 0;

    private static bool IsGroupInstall(CommandLine line) =>
        line is { SubCommand: "group" or "module" or "groups", Operands: [{ Value: "install" or "update" or "upgrade" }, ..] };

    /// <summary><c>clean all</c> of the same program, or the folder removed.</summary>
    private bool Empties(ShellCommand command) =>
        (IsOfThese(command) && command.Line is { SubCommand: "clean" or "cc" } line && (command.Name == "zypper" || line.Operands.Any(static what => what.Text is "all" or "packages")))
        || (command.Name == "rm" && command.Arguments.Any(word => folders.Any(folder => word.Text.TrimEnd('*', '/').StartsWith(folder, StringComparison.Ordinal))))
        || (command.Name == "rm" && command.Arguments.Any(static word => word.Text.TrimEnd('*', '/') is "/var/cache"));
}
