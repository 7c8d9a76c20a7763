using ContainerGuard.Rules;
using ContainerGuard.Rules.Processes;
using ContainerGuard.Scripts;

namespace ContainerGuard.Checking;

/// <summary>Finds the ShellCheck of a check, with its limits.</summary>
internal static class ScriptCheckers
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LimitPerScript = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the findings of ShellCheck are reported at all.</summary>
    public static bool IsNeeded(SeverityPolicy policy) =>
        policy.Effective(ShellScriptProblem.Own, ShellScriptProblem.Own.Severity) is not null;

    /// <summary>Checks shell scripts; null if ShellCheck is off or does not exist.</summary>
    /// <param name="setting"><c>ContainerGuardShellCheck</c>: empty for the program on the PATH, <c>false</c>, a name or a path.</param>
    /// <param name="folder">The folder for relative paths.</param>
    /// <param name="cacheFolder">The folder of kept results; null to keep none.</param>
    /// <param name="environment">The environment variables.</param>
    public static ScriptChecker? Find(string? setting, string folder, string? cacheFolder, Func<string, string?> environment)
    {
        if (ShellCheckProgram.IsOff(setting) || ShellCheckProgram.Find(setting, folder, environment) is not { } program) return null;
        var process = new ShellCheckProcess(program, Limit, LimitPerScript);
        return new ScriptChecker(process, cacheFolder is null ? null : ScriptResults.Open(cacheFolder, process.Identity));
    }
}
