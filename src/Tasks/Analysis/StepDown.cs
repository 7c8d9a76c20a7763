using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>
/// Whether a container that starts as root changes to another user before it runs its application: by its command line, by its entry
/// script, or by the entrypoint script of its base image.
/// </summary>
internal static class StepDown
{
    private static readonly string[] Switchers =
        ["chpst", "gosu", "runuser", "s6-setuidgid", "setpriv", "setuidgid", "su", "su-exec", "sudo"];

    /// <summary>Packages whose only purpose is a change of the user at start.</summary>
    private static readonly string[] Packages = ["gosu", "su-exec"];

    public static bool Is(FinalImage image, FileAnalysis file) =>
        IsByBase(image)
        || IsByCommand(image)
        || (EntryScript.Of(image, file) is { } entry ? IsBy(entry.Script) : MayBeByUnreadScript(image, file));

    /// <summary>
    /// Whether the entrypoint script of the base image changes the user for the command of this file. The scripts of databases do so for
    /// their own program only: they start another command, and the shell of the shell form, as root.
    /// </summary>
    private static bool IsByBase(FinalImage image)
    {
        if (image.Base is null || image.State.Entrypoint.Origin == SettingOrigin.File
            || KnownUsers.Find(image.Base, image.Stage) is not { } known
            || known.Programs.Length == 0)
        {
            return false;
        }

        if (image.State.Cmd is not { Origin: SettingOrigin.File, Value: { } command }) return true;
        if (command.Command is not null) return known.StepsDownFor("/bin/sh");
        return command.Arguments is [var program, ..] && known.StepsDownFor(program.Value);
    }

    private static bool IsByCommand(FinalImage image) => image.Starts.Any(static start => IsBy(start.Command is { } text
        ? ShellScript.Parse(text.Text)
        : ShellScript.FromArguments(start.Arguments.Select(static word => new Text.LocatedText(word.Value, word.Span)))));

    private static bool IsBy(ShellScript script)
    {
        foreach (var command in script.Commands)
        {
            if (command.Name is { } name && Array.IndexOf(Switchers, name) >= 0 && IsToOther(command) && IsOfApplication(command, script))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the command runs the application, and not only one step of the preparation.</summary>
    private static bool IsOfApplication(ShellCommand command, ShellScript script) =>
        command.Outermost.Name == "exec"
        || command.Arguments.Any(static word => word.Text.Contains("$@", StringComparison.Ordinal)
            || word.Text.Contains("$*", StringComparison.Ordinal))
        || (script.Body.Pipelines is [.., { Elements: [.., var last] }] && last.Span.End >= command.Outermost.Span.End
            && last.Span.Start <= command.Outermost.Span.Start);

    /// <summary>Whether the command names a user other than root. A variable may name any user.</summary>
    private static bool IsToOther(ShellCommand command)
    {
        var (user, line) = (default(string), command.Arguments);
        switch (command.Name)
        {
            case "gosu" or "su-exec" or "setuidgid" or "s6-setuidgid":
                user = line.IsEmpty ? null : line[0].Text;
                break;
            case "su":
                user = line.FirstOrDefault(static word => word.Text is not ['-', ..])?.Text;
                break;
            default:
                for (var i = 0; i < line.Length && user is null; i++)
                {
                    user = UserIn(line[i].Text, i + 1 < line.Length ? line[i + 1].Text : null);
                }

                break;
        }

        return user is not null && (user.Contains('$', StringComparison.Ordinal) || !ContainerUser.IsRoot(user));
    }

    /// <summary>The user that an option names: <c>-u app</c>, <c>-uapp</c> (chpst), <c>--reuid=app</c>.</summary>
    private static string? UserIn(string option, string? next) => option switch
    {
        "-u" or "--user" or "--reuid" => next,
        _ when option.StartsWith("--user=", StringComparison.Ordinal) || option.StartsWith("--reuid=", StringComparison.Ordinal) =>
            option[(option.IndexOf('=') + 1)..],
        ['-', 'u', _, ..] => option[2..],
        _ => null,
    };

    /// <summary>
    /// Whether the image starts a script that the check cannot read, and installs a program that only serves to change the user.
    /// </summary>
    private static bool MayBeByUnreadScript(FinalImage image, FileAnalysis file)
    {
        if (file.Process is not { IsAllThatRuns: false } and not { IsScript: true }) return false;
        foreach (var run in file.Runs)
        {
            if (!image.Includes(run.Stage)) continue;
            foreach (var command in run.Commands)
            {
                if (command.Install is { } install
                    && install.Packages.Any(static package => Array.IndexOf(Packages, package.Name) >= 0))
                {
                    return true;
                }

                if (command.Name is "curl" or "wget"
                    && command.Arguments.Any(static word => word.Text.Contains("/gosu", StringComparison.Ordinal)
                        || word.Text.Contains("/su-exec", StringComparison.Ordinal)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
