using System.Globalization;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Configuration;

/// <summary>A problem of a configuration file.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong and what to write.</param>
/// <param name="IsError">True for an invalid severity; false for a section that has no effect.</param>
internal sealed record ConfigurationProblem(string Path, int Line, int Column, string Message, bool IsError = true);

/// <summary>
/// The severities that an <c>.editorconfig</c> or a <c>.globalconfig</c> sets for our rules, read as the C# compiler reads them
/// (learn.microsoft.com, "Configuration files for code analysis rules"): <c>dotnet_diagnostic.CG3001.severity = error</c>. Everything else
/// is ignored.
/// </summary>
internal sealed class EditorConfigFile
{
    private const string KeyStart = "dotnet_diagnostic.cg";
    private const string KeyEnd = ".severity";
    private const int LevelOfGlobalConfig = 100;

    private readonly string _path;
    private readonly string _directory;
    private readonly List<Section> _sections = [];

    private EditorConfigFile(string path)
    {
        _path = path;
        _directory = System.IO.Path.GetDirectoryName(path)!;
        IsGlobal = System.IO.Path.GetFileName(path) == ".globalconfig";
        GlobalLevel = IsGlobal ? LevelOfGlobalConfig : 0;
    }

    /// <summary>Whether files in folders above are ignored.</summary>
    public bool IsRoot { get; private set; }

    /// <summary>Whether it applies to all files, with a lower priority than the files in folders.</summary>
    public bool IsGlobal { get; private set; }

    /// <summary>Of two global files, the higher level wins.</summary>
    public int GlobalLevel { get; private set; }

    /// <summary>Whether it sets nothing for our rules.</summary>
    public bool IsEmpty => _sections.Count == 0;

    public List<ConfigurationProblem> Problems { get; } = [];

    /// <param name="path">Absolute.</param>
    /// <param name="text">The content of the file.</param>
    public static EditorConfigFile Parse(string path, string text)
    {
        var file = new EditorConfigFile(path);
        Section? section = null;
        var header = (string?)null;
        var (headerLine, number) = (0, 0);

        // Every build reads these files, and most of them set none of our rules. Then only the lines before the first section matter.
        var isOfInterest = text.Contains(KeyStart, StringComparison.OrdinalIgnoreCase);
        foreach (var line in text.AsSpan().PiecesAt('\n'))
        {
            number++;
            var content = line.Trim().TrimStart('\uFEFF');
            if (content.IsEmpty || content[0] is '#' or ';') continue;
            if (HeaderIn(content) is { } name)
            {
                if (!isOfInterest) break;
                (header, headerLine, section) = (name, number, null);
                continue;
            }

            if (!TryReadPair(content, out var key, out var value)) continue;
            if (header is null && file.ReadPreamble(key, value)) continue;
            if (!key.StartsWith(KeyStart, StringComparison.OrdinalIgnoreCase) || !key.EndsWith(KeyEnd, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var code = key[(KeyStart.Length - 2)..^KeyEnd.Length].ToString().ToUpperInvariant();
            if (RuleSetting.Parse(value) is { } setting)
            {
                if (section is null) file._sections.Add(section = new Section(header, headerLine));
                section.Settings[code] = setting;
            }
            else
            {
                file.Problems.Add(new ConfigurationProblem(path, number, line.IndexOf(value) + 1, Explain(code, value.ToString())));
            }
        }

        return file;
    }

    /// <summary>Applies the settings of the file for a Dockerfile; they replace earlier ones.</summary>
    /// <param name="dockerfile">Absolute.</param>
    /// <param name="settings">By code.</param>
    public void Apply(string dockerfile, Dictionary<string, RuleSetting> settings)
    {
        var relative = System.IO.Path.GetRelativePath(_directory, dockerfile).Replace('\\', '/');
        foreach (var section in _sections)
        {
            var holds = IsGlobal
                ? section.Header is null || section.Header == dockerfile.Replace('\\', '/')
                : section.Pattern?.Matches(relative) == true;
            if (!holds) continue;
            section.IsMatched = true;
            foreach (var (code, setting) in section.Settings) settings[code] = setting;
        }
    }

    /// <summary>
    /// The sections with severities of ours that match no Dockerfile of any project: those for source code, for a file that does not exist,
    /// and for a misspelt name. A section that may match in another project of the repository is not among them.
    /// </summary>
    /// <param name="names">The names of the Dockerfiles to which the file has been applied.</param>
    /// <param name="exists">Whether a file exists, by its absolute path.</param>
    public IEnumerable<ConfigurationProblem> SectionsWithoutEffect(IReadOnlyList<string> names, Func<string, bool> exists)
    {
        foreach (var section in _sections)
        {
            if (IsGlobal || section.IsMatched || section.Header is not { } header) continue;
            var remedy = SectionGlob.IsForCode(header) ? "Move the setting to the section [Dockerfile]."
                : !SectionGlob.IsOneFile(header) ? null
                : header.Contains('/', StringComparison.Ordinal)
                    ? exists(System.IO.Path.Combine(_directory, header.TrimStart('/')))
                        ? null
                        : "The file does not exist. Correct its path."
                : SectionGlob.Misspelt(header, names) is { } meant ? $"Did you mean [{meant}]?"
                : null;
            if (remedy is null) continue;
            var code = section.Settings.Keys.Order(StringComparer.Ordinal).First();
            yield return new ConfigurationProblem(
                _path, section.Line, 1, $"The section [{header}] sets {code} and matches no Dockerfile. {remedy}", IsError: false);
        }
    }

    private bool ReadPreamble(ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        var isTrue = value.Equals("true", StringComparison.OrdinalIgnoreCase);
        if (key.Equals("root", StringComparison.OrdinalIgnoreCase)) IsRoot = isTrue;
        else if (key.Equals("is_global", StringComparison.OrdinalIgnoreCase)) IsGlobal |= isTrue;
        else if (!key.Equals("global_level", StringComparison.OrdinalIgnoreCase)) return false;
        else if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var level)) GlobalLevel = level;
        return true;
    }

    /// <summary>
    /// The text in the brackets of a section's header; null for another line. A comment can follow, and begins at its mark even in the
    /// brackets.
    /// </summary>
    private static string? HeaderIn(ReadOnlySpan<char> line)
    {
        if (line[0] != '[') return null;
        var remark = 0;
        while (remark < line.Length && (line[remark] is not ('#' or ';') || line[remark - 1] == '\\')) remark++;
        return line[..remark].LastIndexOf(']') is > 1 and var end ? line[1..end].ToString() : null;
    }

    private static bool TryReadPair(ReadOnlySpan<char> line, out ReadOnlySpan<char> key, out ReadOnlySpan<char> value)
    {
        key = value = [];
        var mark = line.IndexOfAny('=', ':');
        if (mark < 0) return false;
        key = line[..mark].Trim();
        value = line[(mark + 1)..];
        var remark = value.IndexOfAny('#', ';');
        value = (remark < 0 ? value : value[..remark]).Trim();
        return true;
    }

    private static string Explain(string code, string value)
    {
        string[] words = [.. RuleSetting.All.Select(static setting => setting.Word)];
        var hint = SpellingSuggestion.Find(value, words, ignoreCase: true) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return $"{code} has the invalid severity '{value}'.{hint} Write one of: {string.Join(", ", words)}.";
    }

    /// <param name="header">The text in brackets; null above the first section.</param>
    /// <param name="line">The header's line, from 1.</param>
    private sealed class Section(string? header, int line)
    {
        private volatile bool _isMatched;

        /// <summary>Whether it matches one of the Dockerfiles; they are checked side by side.</summary>
        public bool IsMatched
        {
            get => _isMatched;
            set => _isMatched = value;
        }

        public int Line => line;

        public string? Header { get; } = header;

        public EditorConfigPattern? Pattern => field ??= Header is null ? null : EditorConfigPattern.Parse(Header);

        public Dictionary<string, RuleSetting> Settings { get; } = new(StringComparer.Ordinal);
    }
}
