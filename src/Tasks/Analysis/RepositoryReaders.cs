using System.Collections.Immutable;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>Commands that can read the folder .git: a build can read its version there, with git or with another tool.</summary>
internal static class RepositoryReaders
{
    /// <summary>Programs that certainly do not read it, with the package managers of distributions.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "addgroup", "adduser", "cd", "chmod", "chown", "cp", "echo", "groupadd", "ln", "mkdir", "mv", "rm", "set", "touch", "useradd",
    };

    /// <summary>Whether any RUN can read it. A command that installs the packages of a manifest does not.</summary>
    public static bool AreIn(ImmutableArray<RunScript> runs)
    {
        foreach (var run in runs)
        {
            foreach (var command in run.Commands)
            {
                if (!command.Words.IsEmpty
                    && (command.Name is not { } name || !(Others.Contains(name) || PackageManagers.IsOfSystem(name)))
                    && DependencyInstall.Of(command) is null)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
