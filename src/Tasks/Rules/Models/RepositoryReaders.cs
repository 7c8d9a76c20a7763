namespace ContainerGuard.Rules;

/// <summary>Who may look into the folder .git: a build asks for its version there, by git or by a tool that knows where to look.</summary>
internal static class RepositoryReaders
{
    /// <summary>What certainly does not.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "addgroup", "adduser", "apk", "apt-get", "cd", "chmod", "chown", "cp", "echo", "groupadd", "ln", "mkdir", "mv", "rm", "set", "touch", "useradd",
    };

    /// <summary>Whether any RUN may; to install what a manifest names does not.</summary>
    public static bool MayReadRepository(this RuleContext context)
    {
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (!command.Words.IsEmpty && (command.Name is not { } name || !Others.Contains(name)) && DependencyInstall.Of(command) is null) return true;
            }
        }

        return false;
    }
}
