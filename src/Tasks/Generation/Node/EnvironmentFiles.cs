using System.Text.RegularExpressions;

namespace ContainerGuard.Generation.Node;

/// <summary>Files of variables that an entry file loads by name, apart from <c>.env</c>: the image contains none of them.</summary>
/// <remarks>A missing <c>.env</c> is the usual case in production. A file such as <c>.env.example</c> is in the repository.</remarks>
internal static partial class EnvironmentFiles
{
    /// <summary>The first of them that exists; null without one.</summary>
    /// <param name="text">The entry file.</param>
    /// <param name="exists">Whether a file exists, by its path in the application's folder.</param>
    public static string? LoadedBy(string text, Func<string, bool> exists) =>
        Load().Matches(text).Select(static match => match.Groups["path"].Value).FirstOrDefault(exists);

    // Node.js: process.loadEnvFile(path). dotenv: config({ path }), where the path may be in a list or in path.join.
    [GeneratedRegex("""
        (?:\bloadEnvFile\(|\bpath\s*:\s*\[?(?:[\w.]*(?:join|resolve)\([^'"`()]*)?)\s*['"`](?:\./)?(?<path>\.env\.\w[\w.-]*)['"`]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Load();
}
