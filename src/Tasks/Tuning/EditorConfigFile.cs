using System.Globalization;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;

namespace ContainerGuard.Tuning;

/// <summary>A severity that is none: where it stands and what is wrong.</summary>
/// <param name="Path">The configuration file, absolute.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong and what to write.</param>
internal sealed record TuningProblem(string Path, int Line, int Column, string Message);

/// <summary>
/// What an <c>.editorconfig</c> or a <c>.globalconfig</c> says of our rules, read as the C# compiler reads them
/// (learn.microsoft.com, "Configuration files for code analysis rules"): <c>dotnet_diagnostic.CG3001.severity = error</c>. All else is passed over.
/// </summary>
internal sealed class EditorConfigFile
{
    private const string KeyStart = "dotnet_diagnostic.cg";
    private const string KeyEnd = ".severity";
    private const int LevelOfGlobalConfig = 100;

    private readonly string directory;
    private readonly List<Section> sections = [];

    private EditorConfigFile(string path)
    {
        directory = System.IO.Path.GetDirectoryName(path)!;
        IsGlobal = System.IO.Path.GetFileName(path) == ".globalconfig";
        GlobalLevel = IsGlobal ? LevelOfGlobalConfig : 0;
    }

    /// <summary>Whether what lies in folders above does not count.</summary>
    public bool IsRoot { get; private set; }

    /// <summary>Whether it holds for all files, and yields to those that lie in folders.</summary>
    public bool IsGlobal { get; private set; }

    /// <summary>The higher of two global files counts.</summary>
    public int GlobalLevel { get; private set; }

    /// <summary>Whether nothing in it concerns us.</summary>
    public bool IsEmpty => sections.Count == 0;

    public List<TuningProblem> Problems { get; } = [];

    /// <param name="path">Absolute.</param>
    /// <param name="text">What the file holds.</param>
    public static EditorConfigFile Parse(string path, string text)
    {
        var file = new EditorConfigFile(path);
        Section? section = null;
        var header = (string?)null;
        var number = 0;

        // Most of these files say nothing of ours, and every build reads them: then only what stands before the first section counts.
        var isOfInterest = text.Contains(KeyStart, StringComparison.OrdinalIgnoreCase);
        foreach (var line in text.AsSpan().PiecesAt('\n'))
        {
            number++;
            var content = line.Trim().TrimStart('\uFEFF');
            if (content.IsEmpty || content[0] is '#' or ';') continue;
            if (content[0] == '[' && content.LastIndexOf(']') is > 0 and var end)
            {
                if (!isOfInterest) break;
                (header, section) = (content[1..end].ToString(), null);
                continue;
            }

            if (!TryReadPair(content, out var key, out var value)) continue;
            if (header is null && file.ReadPreamble(key, value)) continue;
            if (!key.StartsWith(KeyStart, StringComparison.OrdinalIgnoreCase) || !key.EndsWith(KeyEnd, StringComparison.OrdinalIgnoreCase)) continue;

            var code = key[(KeyStart.Length - 2)..^KeyEnd.Length].ToString().ToUpperInvariant();
            if (RuleSetting.Parse(value) is { } setting)
            {
                if (section is null) file.sections.Add(section = new Section(header));
                section.Settings[code] = setting;
            }
            else
            {
                file.Problems.Add(new TuningProblem(path, number, line.IndexOf(value) + 1, Explain(code, value.ToString())));
            }
        }

        return file;
    }

    /// <summary>Lets what the file says of a Dockerfile take the place of what was said before.</summary>
    /// <param name="dockerfile">Absolute.</param>
    /// <param name="settings">By code.</param>
    public void Apply(string dockerfile, Dictionary<string, RuleSetting> settings)
    {
        var relative = System.IO.Path.GetRelativePath(directory, dockerfile).Replace('\\', '/');
        foreach (var section in sections)
        {
            var holds = IsGlobal
                ? section.Header is null || section.Header == dockerfile.Replace('\\', '/')
                : section.Pattern?.Matches(relative) == true;
            if (!holds) continue;
            foreach (var (code, setting) in section.Settings) settings[code] = setting;
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
        var hint = Nearest.Find(value, words, ignoreCase: true) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return $"The severity of {code} is '{value}', which means nothing.{hint} Write one of: {string.Join(", ", words)}.";
    }

    /// <param name="header">What stands in brackets; null before the first of them.</param>
    private sealed class Section(string? header)
    {
        public string? Header { get; } = header;

        public EditorConfigPattern? Pattern => field ??= Header is null ? null : EditorConfigPattern.Parse(Header);

        public Dictionary<string, RuleSetting> Settings { get; } = new(StringComparer.Ordinal);
    }
}
