using System.Text;
using System.Text.Json;

namespace ContainerGuard.Formats;

/// <summary>
/// Reads a JSON file that people and merges edit, token by token, so that every error has a place. Comments and trailing commas are
/// allowed. Errors are a <see cref="FormatProblemException"/>.
/// </summary>
internal ref struct JsonCursor
{
    private readonly string _subject;
    private readonly ReadOnlySpan<byte> _content;
    private Utf8JsonReader _json;

    /// <param name="subject">The file in messages: <c>the lock file</c>.</param>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    public JsonCursor(string subject, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
        _subject = subject;
        _content = content;
        _json =
            new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>The offset of the current token in bytes, for <see cref="ErrorAt"/>.</summary>
    public readonly long Start => _json.TokenStartIndex;

    /// <summary>The first marker that git leaves in a file after a conflict; null without one.</summary>
    public readonly FormatProblem? Conflict()
    {
        for (var start = 0; start < _content.Length;)
        {
            var line = _content[start..];
            if (line.StartsWith("<<<<<<< "u8) || line.StartsWith(">>>>>>> "u8))
            {
                return ErrorAt(start, $"{_subject} contains the markers of an unfinished merge").Problem;
            }

            var end = line.IndexOf((byte)'\n');
            if (end < 0) break;
            start += end + 1;
        }

        return null;
    }

    /// <summary>Moves to the first value.</summary>
    public void Begin() => Move();

    /// <summary>Moves into the object that the whole text is.</summary>
    public void BeginObject()
    {
        Begin();
        Object();
    }

    /// <summary>Refuses text after the value.</summary>
    public void End()
    {
        while (Move())
        {
        }
    }

    public void Object() => Expect(JsonTokenType.StartObject, "an object");

    public void List() => Expect(JsonTokenType.StartArray, "a list");

    /// <summary>Moves to the value of the next property; false at the object's end.</summary>
    public bool NextProperty(out string name)
    {
        Move();
        name = _json.TokenType == JsonTokenType.PropertyName ? Decoded() : "";
        return _json.TokenType == JsonTokenType.PropertyName && Move();
    }

    /// <summary>Moves to the next value of a list; false at its end.</summary>
    public bool NextItem() => Move() && _json.TokenType != JsonTokenType.EndArray;

    public void Skip()
    {
        try
        {
            _json.Skip();
        }
        catch (JsonException error)
        {
            throw Malformed(error);
        }
    }

    public string Text()
    {
        Expect(JsonTokenType.String, "a text");
        return Decoded();
    }

    public List<string> Texts()
    {
        List();
        List<string> values = [];
        while (NextItem()) values.Add(Text());
        return values;
    }

    public bool Boolean() => _json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Error("true or false is expected"),
    };

    /// <summary>Whether the current value is a text.</summary>
    public readonly bool IsText => _json.TokenType == JsonTokenType.String;

    /// <summary>Whether the current value is an object.</summary>
    public readonly bool IsObject => _json.TokenType == JsonTokenType.StartObject;

    /// <summary>A whole number from 1; null for any other value.</summary>
    public int? Count() => _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var number) && number > 0 ? number : null;

    /// <summary>A number from 0 to 1.</summary>
    public decimal Fraction() => _json.TokenType == JsonTokenType.Number && _json.TryGetDecimal(out var number) && number is >= 0 and <= 1
        ? number
        : throw Error("a number from 0 to 1 is expected");

    /// <summary>An error at the current token.</summary>
    /// <param name="message">One sentence, without a full stop.</param>
    public readonly FormatProblemException Error(string message) => ErrorAt(_json.TokenStartIndex, message);

    /// <summary>An error at an offset in bytes.</summary>
    public readonly FormatProblemException ErrorAt(long offset, string message)
    {
        var before = _content[..(int)offset];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return new(new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1, message));
    }

    private readonly void Expect(JsonTokenType type, string what)
    {
        if (_json.TokenType != type) throw Error($"{what} is expected");
    }

    private bool Move()
    {
        try
        {
            return _json.Read();
        }
        catch (JsonException error)
        {
            throw Malformed(error);
        }
    }

    private readonly string Decoded()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, and half a surrogate pair.
            throw Error($"{_subject} contains text that is not Unicode");
        }
    }

    /// <summary>The reader's error. Its position in the line is in bytes, as that of the token is.</summary>
    private readonly FormatProblemException Malformed(JsonException error)
    {
        var line = _content;
        for (var number = error.LineNumber ?? 0; number > 0; number--) line = line[(line.IndexOf((byte)'\n') + 1)..];
        var column = Encoding.UTF8.GetCharCount(line[..(int)Math.Min(error.BytePositionInLine ?? 0, line.Length)]) + 1;
        var end = error.Message.IndexOf(". ", StringComparison.Ordinal);
        var reason = (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
        return new(new(
            (int)(error.LineNumber ?? 0) + 1, column,
            _content.Trim(" \t\r\n"u8).IsEmpty ? $"{_subject} is empty" : $"{_subject} is not valid JSON: {reason}"));
    }
}
