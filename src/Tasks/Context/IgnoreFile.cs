using System.Text;
using System.Text.Unicode;
using ContainerGuard.Text;

namespace ContainerGuard.Context;

/// <summary>A line of a .dockerignore file that BuildKit refuses. BuildKit then refuses the whole file.</summary>
/// <param name="Line">The line number, from 1.</param>
/// <param name="Text">The text of the line.</param>
/// <param name="Reason">The error, as a noun phrase.</param>
internal sealed record InvalidIgnorePattern(int Line, string Text, string Reason);

/// <summary>
/// A .dockerignore file (docs.docker.com/build/concepts/context/#dockerignore-files; moby/patternmatcher): the last pattern that matches
/// a path or one of its folders decides.
/// </summary>
internal sealed class IgnoreFile
{
    private const string Extension = ".dockerignore";
    private const string ContainerExtension = ".containerignore";

    /// <summary>The longest line that BuildKit reads, in bytes (Go, bufio.MaxScanTokenSize).</summary>
    private const int LongestLine = 64 * 1024;

    private readonly IgnorePattern[] _patterns;
    private readonly bool _hasExceptions;

    private IgnoreFile(IgnorePattern[] patterns, IReadOnlyList<InvalidIgnorePattern> invalid)
    {
        _patterns = patterns;
        Invalid = invalid;
        _hasExceptions = Array.Exists(patterns, static pattern => pattern.IsException);
    }

    /// <summary>A file without a pattern, which excludes nothing.</summary>
    public static IgnoreFile Empty { get; } = new([], []);

    public IReadOnlyList<IgnorePattern> Patterns => _patterns;

    public IReadOnlyList<InvalidIgnorePattern> Invalid { get; }

    /// <summary>
    /// The encoding of a file that is not UTF-8, such as <c>UTF-16</c>, which PowerShell 5.1 writes; null for UTF-8. Builders read every
    /// file as UTF-8, so that the patterns of another one match nothing.
    /// </summary>
    public string? ForeignEncoding { get; private init; }

    /// <summary>Reads a file as builders do: as UTF-8.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">The name of the file in diagnostics.</param>
    public static IgnoreFile Read(ReadOnlySpan<byte> bytes, string name)
    {
        var source = SourceText.FromBytes(bytes, name);
        var encoding = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF])
            ? "UTF-32"
            : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
                || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
                || bytes.Contains((byte)0)
                ? "UTF-16"
            : !Utf8.IsValid(bytes) ? "an 8-bit code page"
            : null;
        var file = Parse(source.Text, name);
        return encoding is null ? file : new IgnoreFile(file._patterns, file.Invalid) { Source = file.Source, ForeignEncoding = encoding };
    }

    /// <param name="text">The text of the file.</param>
    /// <param name="name">The name of the file in diagnostics.</param>
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
                if (Encoding.UTF8.GetByteCount(line) >= LongestLine) throw new FormatException("the line has more than 64 KiB");
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
    /// Reads the patterns of a .gitignore file (git-scm.com/docs/gitignore). A pattern without a slash inside applies in every folder.
    /// Other differences between the two formats are ignored, because the result is used for hints only.
    /// </summary>
    public static IgnoreFile ParseGit(string text) => Parse(string.Join('\n', text.Split('\n').Select(static line =>
    {
        var pattern = line.Trim().TrimEnd('/');
        if (pattern.Length == 0 || pattern[0] == '#') return "";
        var mark = pattern[0] == '!' ? "!" : "";
        var path = pattern[mark.Length..];
        return path.Contains('/') ? pattern : $"{mark}**/{path}";
    })));

    /// <summary>The text of the file, which findings refer to.</summary>
    public SourceText Source { get; private init; } = SourceText.From("", Extension);

    /// <summary>The ignore file that BuildKit reads for one Dockerfile only, instead of the .dockerignore in the context's root.</summary>
    public static string NameFor(string dockerfile) => dockerfile + Extension;

    /// <summary>The same for podman and buildah.</summary>
    public static string ContainerNameFor(string dockerfile) => dockerfile + ContainerExtension;

    /// <summary>
    /// Whether a file is an ignore file by its name. A pattern such as <c>**/Dockerfile*</c> also finds the ignore files of Dockerfiles.
    /// </summary>
    public static bool IsOne(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(ContainerExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text to append to an ignore file, without the lines that the file already has.</summary>
    /// <param name="source">The file's text.</param>
    /// <param name="lines">The patterns to add.</param>
    public static string LinesToAdd(SourceText source, IEnumerable<string> lines)
    {
        HashSet<string> known = [.. source.Text.Split('\n').Select(static line => line.Trim())];
        var added = string.Concat(lines.Where(known.Add).Select(line => line + source.NewLine));
        return added.Length > 0 && source.Text.Length > 0 && !source.Text.EndsWith('\n') ? source.NewLine + added : added;
    }

    /// <summary>The span of a pattern in <see cref="Source"/>.</summary>
    public TextSpan SpanOf(IgnorePattern pattern)
    {
        var line = Source.GetLineSpan(pattern.Line);
        return new TextSpan(line.Start + Source.AsSpan(line).IndexOf(pattern.Text, StringComparison.Ordinal), pattern.Text.Length);
    }

    /// <param name="path">Relative to the context, with forward slashes, without a slash at the end.</param>
    public bool IsIgnored(string path) => Decide(path, parent: null).IsIgnored;

    /// <summary>Decides whether a path is ignored. The decision on its folder makes this faster.</summary>
    /// <param name="path">Relative to the context, with forward slashes.</param>
    /// <param name="parent">The decision on the folder of the path; null to evaluate every folder above it.</param>
    public IgnoreDecision Decide(string path, IgnoreDecision? parent)
    {
        var matched = new bool[_patterns.Length];
        var isIgnored = false;
        for (var index = 0; index < _patterns.Length; index++)
        {
            var pattern = _patterns[index];
            var matches = parent is not null && parent.Matched[index];
            if (!matches)
            {
                // A pattern that cannot change the decision is skipped, and it is then skipped for the paths below too, as in
                // moby/patternmatcher.
                if (pattern.IsException != isIgnored) continue;
                matches = parent is null ? pattern.Covers(path) : pattern.Matches(path);
            }

            matched[index] = matches;
            if (matches) isIgnored = !pattern.IsException;
        }

        return new IgnoreDecision(isIgnored, matched);
    }

    /// <summary>Whether an ignored folder may contain a path that an exception includes again.</summary>
    public bool MayTakeBackBelow(string folder)
    {
        if (!_hasExceptions) return false;
        foreach (var pattern in _patterns)
        {
            if (pattern.IsException && pattern.MayMatchBelow(folder)) return true;
        }

        return false;
    }
}

/// <summary>The decision on a path, and the patterns that matched it, which the decisions on paths below it use.</summary>
internal sealed record IgnoreDecision(bool IsIgnored, bool[] Matched);
