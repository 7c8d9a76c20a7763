using System.Text;
using System.Text.Json;

namespace ContainerGuard.Tuning;

/// <summary>The error in a baseline, with its position.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">The error and its remedy.</param>
internal sealed record BaselineFault(int Line, int Column, string Message);

/// <summary>Reads baselines. People and merges edit them, so every error has a position. Unknown properties are ignored.</summary>
internal ref struct BaselineReader
{
    private const string Remedy = "Correct it, or write it again with 'dotnet build -t:ContainerGuardUpdateBaseline'.";

    private readonly ReadOnlySpan<byte> content;
    private readonly List<BaselineEntry> entries = [];
    private Utf8JsonReader json;
    private string? fault;

    private BaselineReader(ReadOnlySpan<byte> content)
    {
        this.content = content;
        json = new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>The entries of a baseline, or the error in it.</summary>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    public static (IReadOnlyList<BaselineEntry> Entries, BaselineFault? Fault) Read(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
        var reader = new BaselineReader(content);
        try
        {
            reader.ReadFile();
            return reader.fault is { } fault ? ([], reader.FaultHere(fault)) : (reader.entries, null);
        }
        catch (JsonException error)
        {
            return ([], new BaselineFault(
                (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, $"The baseline is not valid JSON here. {Remedy}"));
        }
        catch (InvalidOperationException)
        {
            // The exception of the reader for bytes that are not UTF-8.
            return ([], reader.FaultHere("The baseline contains text that is not UTF-8."));
        }
    }

    private void ReadFile()
    {
        var versionSeen = false;
        if (!json.Read() || !Is(JsonTokenType.StartObject, "an object")) return;
        while (fault is null && NextProperty(out var name))
        {
            if (name == "version")
            {
                versionSeen = true;
                ReadVersion();
            }
            else if (name == "findings" && Is(JsonTokenType.StartArray, "a list"))
            {
                while (fault is null && json.Read() && json.TokenType != JsonTokenType.EndArray) ReadEntry();
            }
            else
            {
                json.Skip();
            }
        }

        while (fault is null && json.Read())
        {
            // Text after the end throws a JsonException.
        }

        if (!versionSeen) fault ??= "The baseline has no \"version\".";
    }

    private void ReadVersion()
    {
        if (!Is(JsonTokenType.Number, "a number")) return;
        if (!json.TryGetInt32(out var version) || version < 1) fault = "\"version\" must be a whole number from 1.";
        else if (version > BaselineWriter.CurrentVersion) fault = $"The baseline has format {version}, but this version of ContainerGuard reads formats up to {BaselineWriter.CurrentVersion}.";
    }

    private void ReadEntry()
    {
        var (path, rule, fingerprint, count) = ("", "", "", 1);
        if (!Is(JsonTokenType.StartObject, "an object")) return;
        while (fault is null && NextProperty(out var name))
        {
            switch (name)
            {
                case "path" when Is(JsonTokenType.String, "a text"):
                    path = json.GetString()!;
                    break;
                case "rule" when Is(JsonTokenType.String, "a text"):
                    rule = json.GetString()!;
                    break;
                case "fingerprint" when Is(JsonTokenType.String, "a text"):
                    fingerprint = json.GetString()!;
                    break;
                case "count" when Is(JsonTokenType.Number, "a number"):
                    if (!json.TryGetInt32(out count) || count < 1) fault = "\"count\" must be a whole number from 1.";
                    break;
                default:
                    if (fault is null) json.Skip();
                    break;
            }
        }

        if (path.Length == 0 || rule.Length == 0 || fingerprint.Length == 0) fault ??= "A finding has no \"path\", \"rule\" or \"fingerprint\".";
        entries.Add(new BaselineEntry(path, rule, fingerprint, count));
    }

    private bool NextProperty(out string name)
    {
        json.Read();
        name = json.TokenType == JsonTokenType.PropertyName ? json.GetString()! : "";
        return json.TokenType == JsonTokenType.PropertyName && json.Read();
    }

    private bool Is(JsonTokenType type, string what)
    {
        if (json.TokenType != type) fault ??= $"The baseline must have {what} here.";
        return fault is null;
    }

    private readonly BaselineFault FaultHere(string message)
    {
        var before = content[..(int)json.TokenStartIndex];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new BaselineFault(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1, $"{message} {Remedy}");
    }
}
