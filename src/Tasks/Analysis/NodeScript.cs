namespace ContainerGuard.Analysis;

/// <summary>The package.json script that a container starts with npm, yarn or pnpm, and what its name tells about the container.</summary>
internal static class NodeScript
{
    private static readonly string[] OptionsWithValue =
        ["--prefix", "-C", "--cwd", "--dir", "--filter", "-F", "--workspace", "-w", "--loglevel"];

    /// <summary>Scripts that end by themselves: tests, a build, an install.</summary>
    private static readonly string[] Jobs =
        ["add", "audit", "build", "check", "ci", "coverage", "e2e", "format", "i", "install", "jest", "karma", "lint", "mocha", "spec", "t",
            "test", "tests", "unit", "upgrade"];

    private static readonly string[] Development =
        ["debug", "dev", "develop", "development", "devserver", "hot", "local", "nodemon", "storybook", "watch"];

    /// <summary>The name of the script (<c>start</c>, <c>start:prod</c>); null when the command names none.</summary>
    public static string? Of(ContainerProcess process)
    {
        if (!process.IsNodePackageManager) return null;

        string? verb = null;
        for (var i = 0; i < process.Arguments.Count; i++)
        {
            var argument = process.Arguments[i];
            if (Array.IndexOf(OptionsWithValue, argument) >= 0)
            {
                i++;
            }
            else if (argument.StartsWith('-'))
            {
                continue;
            }
            else if (verb is null && argument is "run" or "run-script" or "exec" or "x" or "dlx")
            {
                verb = argument;
            }
            else if (verb is null
                && process.Name is "npm"
                && argument is not ("start" or "restart" or "test" or "t" or "build" or "install" or "i" or "ci"))
            {
                return null;
            }
            else
            {
                return argument;
            }
        }

        return null;
    }

    /// <summary>Whether the container does one task and ends: <c>npm test</c>.</summary>
    public static bool IsJob(string script) => HasWord(script, Jobs);

    /// <summary>Whether the container is for development, according to the name of the script: <c>npm run dev</c>.</summary>
    public static bool IsForDevelopers(string script) => HasWord(script, Development);

    /// <summary>Whether the container runs a Node.js application in production, as far as its command line tells.</summary>
    public static bool RunsApplication(ContainerProcess process) =>
        process.Name is "node" or "nodejs" ? process.Arguments.Count > 0
        : Of(process) is { } script && !IsJob(script) && !IsForDevelopers(script);

    private static bool HasWord(string script, string[] words)
    {
        foreach (var word in script.Split([':', '-', '_', '.', ' ', '/']))
        {
            if (Array.IndexOf(words, word) >= 0) return true;
        }

        return false;
    }
}
