using ContainerGuard.Formats;

namespace ContainerGuard.Configuration;

/// <summary>The error in a baseline, with its position.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">The error and its remedy.</param>
internal sealed record BaselineProblem(int Line, int Column, string Message);

/// <summary>Reads baselines. People and merges edit them, so every error has a position. Unknown properties are ignored.</summary>
internal ref struct BaselineReader
{
    private const string Remedy = "Correct it, or write it again with 'dotnet build -t:ContainerGuardUpdateBaseline'.";

    private readonly List<BaselineEntry> _entries = [];
    private JsonCursor _json;

    private BaselineReader(ReadOnlySpan<byte> content) => _json = new JsonCursor("the baseline", content);

    /// <summary>The entries of a baseline, or the error in it.</summary>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    public static (IReadOnlyList<BaselineEntry> Entries, BaselineProblem? Problem) Read(ReadOnlySpan<byte> content)
    {
        var reader = new BaselineReader(content);
        if (reader._json.Conflict() is { } conflict) return ([], Malformed(conflict));
        try
        {
            reader.ReadFile();
            return (reader._entries, null);
        }
        catch (FormatProblemException exception)
        {
            return ([], Malformed(exception.Problem));
        }
    }

    private static BaselineProblem Malformed(FormatProblem problem) =>
        new(problem.Line, problem.Column, $"{char.ToUpperInvariant(problem.Message[0])}{problem.Message[1..]}. {Remedy}");

    private void ReadFile()
    {
        _json.BeginObject();
        var hasVersion = false;
        while (_json.NextProperty(out var name))
        {
            hasVersion |= name == "version";
            if (name == "version") ReadVersion();
            else if (name == "findings") ReadEntries();
            else _json.Skip();
        }

        _json.End();
        if (!hasVersion) throw _json.ErrorAt(0, "the baseline has no \"version\"");
    }

    private void ReadVersion()
    {
        var version = Count("version");
        if (version > BaselineWriter.CurrentVersion)
        {
            throw _json.Error($"the baseline has format {version}, but this version of ContainerGuard reads formats up to "
                + $"{BaselineWriter.CurrentVersion}");
        }
    }

    private void ReadEntries()
    {
        _json.List();
        while (_json.NextItem()) ReadEntry();
    }

    private void ReadEntry()
    {
        _json.Object();
        var (path, rule, fingerprint, count) = ("", "", "", 1);
        while (_json.NextProperty(out var name))
        {
            switch (name)
            {
                case "path":
                    path = _json.Text();
                    break;
                case "rule":
                    rule = _json.Text();
                    break;
                case "fingerprint":
                    fingerprint = _json.Text();
                    break;
                case "count":
                    count = Count("count");
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }

        if (path.Length == 0 || rule.Length == 0 || fingerprint.Length == 0)
        {
            throw _json.Error("a finding has no \"path\", \"rule\" or \"fingerprint\"");
        }

        _entries.Add(new BaselineEntry(path, rule, fingerprint, count));
    }

    private readonly int Count(string name) => _json.Count() ?? throw _json.Error($"\"{name}\" is not a number from 1");
}
