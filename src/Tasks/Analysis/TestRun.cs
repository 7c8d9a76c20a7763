namespace ContainerGuard.Analysis;

/// <summary>Whether a container runs tests, and then ends. Its image needs the tools of a build.</summary>
internal static class TestRun
{
    private static readonly string[] Runners =
        ["ava", "behat", "behave", "bats", "ctest", "cypress", "jest", "karma", "mocha", "newman", "nox", "nosetests", "phpunit",
            "playwright", "prove", "protractor", "py.test", "pytest", "robot", "rspec", "testcafe", "tox", "vitest"];

    public static bool Is(ContainerProcess process)
    {
        if (process.Name is not { } name) return false;
        if (Array.IndexOf(Runners, name) >= 0) return true;

        var words = process.Arguments.Where(static argument => !argument.StartsWith('-')).ToArray();
        return name switch
        {
            "npx" or "bundle" or "poetry" or "uv" or "pipenv" or "python" or "python3" =>
                words.Any(static word => Array.IndexOf(Runners, word) >= 0) || process.Arguments is ["-m", "unittest" or "pytest", ..],
            "npm" or "yarn" or "pnpm" or "make" or "dotnet" or "go" or "cargo" or "mvn" or "mvnw" or "gradle" or "gradlew" or "mix"
                or "rake" or "rails" or "swift" or "sbt" or "lein" or "composer" =>
                words.Any(static word => word is "test" or "tests" or "verify" or "check" or "e2e"
                    || word.StartsWith("test:", StringComparison.Ordinal)),
            _ => name.Contains("test", StringComparison.OrdinalIgnoreCase) && !name.Contains("latest", StringComparison.OrdinalIgnoreCase),
        };
    }
}
