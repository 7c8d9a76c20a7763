using System.Text.RegularExpressions;

namespace ContainerGuard.Generation.Node;

/// <summary>Files that an entry file reads when it starts, by a path in the working directory.</summary>
internal static partial class RequiredFiles
{
    /// <summary>The first of them that does not exist; null without one, or if the file checks whether files exist.</summary>
    /// <param name="text">The entry file.</param>
    /// <param name="exists">Whether a file exists, by its path in the application's folder.</param>
    public static string? MissingFrom(string text, Func<string, bool> exists) =>
        text.Contains("existsSync", StringComparison.Ordinal) || text.Contains("writeFile", StringComparison.Ordinal) ? null
            : Read().Matches(text).Select(static match => match.Groups["path"].Value).FirstOrDefault(path => !exists(path));

    [GeneratedRegex("""\b(?:readFileSync|loadSync)\(\s*['"`](?<path>(?:\.{1,2}/)*\w[\w./-]*\.\w+)['"`]""")]
    private static partial Regex Read();
}
