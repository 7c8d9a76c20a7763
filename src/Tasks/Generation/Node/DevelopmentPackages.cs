using System.Text.RegularExpressions;
using ContainerGuard.Analysis;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Packages that an entry file loads when it starts, and that only <c>devDependencies</c> contains. The image does not have them, so the
/// application ends at its start.
/// </summary>
internal static partial class DevelopmentPackages
{
    /// <summary>Packages that run sources without compiling them first.</summary>
    private static readonly string[] Runners =
        ["ts-node", "tsx", "@babel/register", "@babel/node", "babel-register", "@swc-node/register", "@swc/register", "esbuild-register",
            "sucrase", "coffeescript", "esm"];

    /// <summary>The package of the first such load; null without one.</summary>
    /// <param name="file">The entry file, as the command names it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="manifest">The package.json.</param>
    public static string? LoadedBy(string file, string text, PackageJson manifest) =>
        file.EndsWith("ts", StringComparison.Ordinal) ? null
            : Load().Matches(text).Select(static match => PackageOf(match.Groups["module"].Value))
                .FirstOrDefault(name => manifest.DevDependencies.ContainsKey(name) && !manifest.Dependencies.ContainsKey(name));

    /// <summary>Whether a package runs sources without compiling them first.</summary>
    public static bool IsRunner(string package) => Array.IndexOf(Runners, package) >= 0;

    /// <summary>The package of a module: <c>@nestjs/core</c> of <c>@nestjs/core/common</c>.</summary>
    public static string PackageOf(string module)
    {
        var parts = module.Split('/');
        return module[0] == '@' && parts.Length > 1 ? $"{parts[0]}/{parts[1]}" : parts[0];
    }

    /// <summary>A load at the beginning of a line, which no condition encloses.</summary>
    [GeneratedRegex(
        """^(?:(?:(?:const|let|var)\s[^=\n]*=\s*)?require\(\s*|import\s(?:[^'"\n;]*\sfrom\s)?\s*)['"](?<module>[\w@][^'"\n]*)['"]""",
        RegexOptions.Multiline)]
    private static partial Regex Load();
}
