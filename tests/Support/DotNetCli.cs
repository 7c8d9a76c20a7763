using System.Collections;

namespace ContainerGuard.Tests.Support;

/// <summary>The real <c>dotnet</c> command, run as a person runs it: none of the test run's own environment leaks in.</summary>
public static class DotNetCli
{
    private static readonly string CompilerName = $"containerguard-{Environment.ProcessId}";

    /// <summary>Runs <c>dotnet</c> with the arguments given.</summary>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <param name="arguments">From the command's name on.</param>
    /// <param name="environment">Variables to add to <see cref="CleanEnvironment"/>; they win.</param>
    public static Task<CommandResult> RunAsync(
        string workingDirectory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var all = CleanEnvironment();
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return Command.RunAsync("dotnet", arguments, workingDirectory, all);
    }

    /// <summary>
    /// The inherited environment without what an outer <c>dotnet test</c> or a CI service put there (MSBuild reads every variable
    /// as a property, so a stray one changes the build under test), and with what keeps a run short. The compiler that builds share
    /// ends by itself when it has had nothing to do for ten minutes.
    /// </summary>
    public static Dictionary<string, string> CleanEnvironment()
    {
        var environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Where(variable => !IsOfTheTestRun((string)variable.Key))
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");

        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true";
        environment["DOTNET_NOLOGO"] = "1";
        environment["MSBUILDDISABLENODEREUSE"] = "1";

        // One compiler for the test run, with a name of its own: starting one for each build is half of a small build's time.
        // Said in so many words, because machines of build services often turn it off.
        environment["UseSharedCompilation"] = "true";
        environment["SharedCompilationId"] = CompilerName;

        // Processes that live for two seconds do not earn back code that is compiled a second time, nor many small collections: a sixth of
        // their processor time.
        environment["DOTNET_TieredPGO"] = "0";
        environment["DOTNET_TC_CallCounting"] = "0";
        environment["DOTNET_GCgen0size"] = "0x4000000";

        // An audit asks every feed for its list of vulnerabilities at each restore; it is not what these tests are about.
        environment["NuGetAudit"] = "false";
        return environment;
    }

    private static bool IsOfTheTestRun(string variable) =>
        variable is "CI" or "TF_BUILD" or "GITHUB_ACTIONS" or "DOTNET_HOST_PATH" or "DOTNET_ROOT_X64" or "DOTNET_STARTUP_HOOKS"
            or "NUGET_PACKAGES"
        || variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("DOTNET_CLI_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("VSTEST_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("TESTINGPLATFORM_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("XUNIT_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("CONTAINERGUARD", StringComparison.OrdinalIgnoreCase);
}
