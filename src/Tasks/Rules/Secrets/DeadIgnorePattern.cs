using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// A pattern of the ignore file names one path, and that path does not exist. Patterns that exclude future files are not reported: patterns
/// for any folder, names that tools use, and paths that .gitignore excludes too.
/// </summary>
internal sealed class DeadIgnorePattern : Rule
{
    private static readonly HashSet<string> Guards = new(StringComparer.OrdinalIgnoreCase)
    {
        "artifacts", "bin", "bower_components", "build", "changelog.md", "charts", "codecov.yml", "contributing.md", "coverage", "debug",
        "dist", "doc", "docs", "env",
        "ehthumbs.db", "htmlcov", "jenkinsfile", "license", "license.md", "license.txt", "log", "logs", "makefile", "node_modules",
        "npm-debug.log", "obj", "out",
        "output", "packages", "procfile", "publish", "readme", "readme.md", "release", "secrets.dev.yaml", "secrets.json", "spec", "target",
        "temp", "test",
        "testresults", "tests", "thumbs.db", "tmp", "vagrantfile", "values.dev.yaml", "vendor", "venv", "yarn-debug.log", "yarn-error.log",
    };

    public override RuleDescriptor Descriptor { get; } = new("CG4010", "A .dockerignore pattern matches no files", Severity.Message);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Copies.IsEmpty || file.Facts.Context is not { IgnoreFile: { } ignore } files) return;

        // Patterns are relative to the context. A .dockerignore file is always in the root of its context.
        if (!file.Facts.IsContextCertain && Path.GetFileName(ignore.Source.Path) != ".dockerignore") return;

        foreach (var pattern in ignore.Patterns)
        {
            if (pattern.IsException || PlaceOf(pattern) is not { } place || IsGuard(place) || files.IsMadeByBuild(place)
                || files.Find(place, out var folder) != false)
            {
                continue;
            }

            var missing = place.Split('/')[folder.Path.Length == 0 ? 0 : folder.Path.Count('/') + 1];
            var near = SpellingSuggestion.Find(missing, [.. (folder.Children ?? []).Select(static entry => entry.Name)], ignoreCase: true);
            var hint = near is null
                ? "Remove the line."
                : $"Did you mean '{(folder.Path.Length == 0 ? near : $"{folder.Path}/{near}")}'? If not, remove the line.";
            var reason = place == pattern.Text ? "" : $": '{place}' does not exist";
            findings.ReportIn(ignore.Source, ignore.SpanOf(pattern),
                $"'{pattern.Text}' matches nothing in the build context{reason}. {hint}");
        }
    }

    /// <summary>
    /// The path that a pattern names, or the folder that has to exist for a match; null when it may match in many folders.
    /// </summary>
    private static string? PlaceOf(IgnorePattern pattern)
    {
        if (pattern.LiteralPath is { } path) return path is "." or "/" || path.StartsWith("..", StringComparison.Ordinal) ? null : path;
        var slash = pattern.LiteralPrefix.LastIndexOf('/');
        return slash <= 0 ? null : pattern.LiteralPrefix[..slash];
    }

    private static bool IsGuard(string place)
    {
        foreach (var part in place.Split('/'))
        {
            if (part.StartsWith('.') || Guards.Contains(part) || part.Contains("docker", StringComparison.OrdinalIgnoreCase)
                || part.Contains("compose", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
