using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// A pattern of the ignore file names one place, and nothing is there. What guards against files to come is left alone: patterns for any
/// folder, names that tools use, what the repository leaves out, too.
/// </summary>
internal sealed class DeadIgnorePattern : Rule
{
    private static readonly HashSet<string> Guards = new(StringComparer.OrdinalIgnoreCase)
    {
        "artifacts", "bin", "bower_components", "build", "changelog.md", "charts", "codecov.yml", "contributing.md", "coverage", "debug", "dist", "doc", "docs", "env",
        "ehthumbs.db", "htmlcov", "jenkinsfile", "license", "license.md", "license.txt", "log", "logs", "makefile", "node_modules", "npm-debug.log", "obj", "out",
        "output", "packages", "procfile", "publish", "readme", "readme.md", "release", "secrets.dev.yaml", "secrets.json", "spec", "target", "temp", "test",
        "testresults", "tests", "thumbs.db", "tmp", "vagrantfile", "values.dev.yaml", "vendor", "venv", "yarn-debug.log", "yarn-error.log",
    };

    public override RuleDescriptor Descriptor { get; } = new("CG4010", "A pattern of the ignore file matches nothing", Severity.Message);

    public override void Check(RuleContext context)
    {
        if (context.Copies.IsEmpty || context.Facts.Context is not { IgnoreFile: { } ignore } files) return;

        // Patterns count from the context on: one in the root says by its place which folder that is.
        if (!context.Facts.IsContextCertain && Path.GetFileName(ignore.Source.Path) != ".dockerignore") return;

        foreach (var pattern in ignore.Patterns)
        {
            if (pattern.IsException || PlaceOf(pattern) is not { } place || IsGuard(place) || files.IsMadeByBuild(place) || files.Find(place, out var folder) != false) continue;

            var missing = place.Split('/')[folder.Path.Length == 0 ? 0 : folder.Path.Count('/') + 1];
            var meant = Nearest.Find(missing, [.. (folder.Children ?? []).Select(static entry => entry.Name)], ignoreCase: true);
            var hint = meant is null ? "Take the line out" : $"Is '{(folder.Path.Length == 0 ? meant : $"{folder.Path}/{meant}")}' meant? Else take the line out";
            context.ReportIn(ignore.Source, ignore.SpanOf(pattern),
                $"'{pattern.Text}' leaves nothing out: the context holds no '{place}'. What it was written for may have another name by now, and be sent. {hint}.");
        }
    }

    /// <summary>The path that it names, or the folder without which it cannot match; null when it holds in many.</summary>
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
            if (part.StartsWith('.') || Guards.Contains(part) || part.Contains("docker", StringComparison.OrdinalIgnoreCase) || part.Contains("compose", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
