using ContainerGuard.Dockerfile;

namespace ContainerGuard.Context;

/// <summary>A line of a .dockerignore file that BuildKit refuses, and the whole file with it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">The line.</param>
/// <param name="Reason">What is wrong with it, as a noun phrase.</param>
internal sealed record InvalidIgnorePattern(int Line, string Text, string Reason);

/// <summary>
/// A .dockerignore file (docs.docker.com/build/concepts/context/#dockerignore-files; moby/patternmatcher): the last pattern that matches
/// a path or one of its folders decides.
/// </summary>
internal sealed class IgnoreFile
{
    private const string Extension = ".dockerignore";

    private readonly IgnorePattern[] patterns;
    private readonly bool hasExceptions;

    private IgnoreFile(IgnorePattern[] patterns, IReadOnlyList<InvalidIgnorePattern> invalid)
    {
        this.patterns = patterns;
        Invalid = invalid;
        hasExceptions = Array.Exists(patterns, static pattern => pattern.IsException);
    }

    /// <summary>A file without a pattern: everything is sent.</summary>
    public static IgnoreFile Empty { get; } = new([], []);

    public IReadOnlyList<IgnorePattern> Patterns => patterns;

    public IReadOnlyList<InvalidIgnorePattern> Invalid { get; }

    /// <param name="text">What stands in it.</param>
    /// <param name="name">The file as diagnostics name it.</param>
    public static IgnoreFile Parse(string text, string name = Extension)
    {
        var patterns = new List<IgnorePattern>();
        var invalid = new List<InvalidIgnorePattern>();
        var number = 0;
        foreach (var line in (text.StartsWith('\uFEFF') ? text[1..] : text).Split('\n'))
        {
            number++;
            try
            {
                if (IgnorePattern.Parse(line, number) is { } pattern) patterns.Add(pattern);
            }
            catch (FormatException error)
            {
                invalid.Add(new InvalidIgnorePattern(number, line.Trim(), error.Message));
            }
        }

        return new IgnoreFile([.. patterns], invalid) { Source = SourceText.From(text, name) };
    }

    /// <summary>
    /// Reads a .gitignore (git-scm.com/docs/gitignore) for what it leaves out: a pattern without a slash inside holds in every folder. Where
    /// the two languages differ beyond that, the result is near enough for a hint.
    /// </summary>
    public static IgnoreFile ParseGit(string text) => Parse(string.Join('\n', text.Split('\n').Select(static line =>
    {
        var pattern = line.Trim().TrimEnd('/');
        if (pattern.Length == 0 || pattern[0] == '#') return "";
        var mark = pattern[0] == '!' ? "!" : "";
        var path = pattern[mark.Length..];
        return path.Contains('/') ? pattern : $"{mark}**/{path}";
    })));

    /// <summary>Its text, in which findings have their place.</summary>
    public SourceText Source { get; private init; } = SourceText.From("", Extension);

    /// <summary>The ignore file that BuildKit reads for one Dockerfile alone, in place of the .dockerignore in the context's root.</summary>
    public static string NameFor(string dockerfile) => dockerfile + Extension;

    /// <summary>Whether a file is an ignore file by its name: a pattern such as <c>**/Dockerfile*</c> finds them beside Dockerfiles.</summary>
    public static bool IsOne(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Lines as they come at the end of an ignore file, those left out that it has.</summary>
    /// <param name="source">The file's text.</param>
    /// <param name="lines">Patterns.</param>
    public static string LinesToAdd(SourceText source, IEnumerable<string> lines)
    {
        HashSet<string> known = [.. source.Text.Split('\n').Select(static line => line.Trim())];
        var added = string.Concat(lines.Where(known.Add).Select(line => line + source.NewLine));
        return added.Length > 0 && source.Text.Length > 0 && !source.Text.EndsWith('\n') ? source.NewLine + added : added;
    }

    /// <summary>Where a pattern stands in <see cref="Source"/>.</summary>
    public TextSpan SpanOf(IgnorePattern pattern)
    {
        var line = Source.GetLineSpan(pattern.Line);
        return new TextSpan(line.Start + Source.AsSpan(line).IndexOf(pattern.Text, StringComparison.Ordinal), pattern.Text.Length);
    }

    /// <param name="path">Relative to the context, with forward slashes, without a slash at the end.</param>
    public bool IsIgnored(string path) => Decide(path, parent: null).IsIgnored;

    /// <summary>Decides on a path, quicker when the decision on its folder is at hand.</summary>
    /// <param name="path">Relative to the context, with forward slashes.</param>
    /// <param name="parent">The decision on the folder that holds it; null to look at every folder anew.</param>
    public IgnoreDecision Decide(string path, IgnoreDecision? parent)
    {
        var matched = new bool[patterns.Length];
        var isIgnored = false;
        for (var index = 0; index < patterns.Length; index++)
        {
            var pattern = patterns[index];
            var matches = parent is not null && parent.Matched[index];
            if (!matches)
            {
                // A pattern that could not change the verdict is not tried; its silence holds for what lies below, too, as in the original.
                if (pattern.IsException != isIgnored) continue;
                matches = parent is null ? pattern.Covers(path) : pattern.Matches(path);
            }

            matched[index] = matches;
            if (matches) isIgnored = !pattern.IsException;
        }

        return new IgnoreDecision(isIgnored, matched);
    }

    /// <summary>Whether an ignored folder may hold something that a later exception takes back in.</summary>
    public bool MayTakeBackBelow(string folder)
    {
        if (!hasExceptions) return false;
        foreach (var pattern in patterns)
        {
            if (pattern.IsException && pattern.MayMatchBelow(folder)) return true;
        }

        return false;
    }
}

/// <summary>The verdict on one path, and the patterns that led to it, for the paths below.</summary>
internal sealed record IgnoreDecision(bool IsIgnored, bool[] Matched);
