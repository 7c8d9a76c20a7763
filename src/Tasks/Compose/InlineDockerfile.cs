using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Compose;

/// <summary>
/// A Dockerfile in a compose file: <c>dockerfile_inline</c> (compose-spec, build.md), with the place of each of its characters in the
/// compose file. Compose replaces variables in it first, so <c>$$</c> stands for a dollar sign.
/// </summary>
internal sealed class InlineDockerfile
{
    private readonly string _source;
    private readonly int[] _places;
    private readonly string _indentation;

    private InlineDockerfile(string source, string text, int[] places, string indentation) =>
        (_source, Text, _places, _indentation) = (source, text, places, indentation);

    /// <summary>The Dockerfile that Compose gives to the builder.</summary>
    public string Text { get; }

    /// <summary>Its place in the compose file.</summary>
    public TextSpan Span => TextSpan.FromBounds(_places[0], _places[^1]);

    /// <summary>The values of <c>args</c> that are known.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; private init; } = new Dictionary<string, string>();

    /// <summary>The stage to build; null for the last stage.</summary>
    public string? Target { get; private init; }

    /// <summary>
    /// Reads a literal block (<c>|</c>), in which each line is a line of the Dockerfile. Null for another style, whose lines are folded or
    /// escaped.
    /// </summary>
    /// <param name="source">The content of the compose file.</param>
    /// <param name="build">The build that contains it.</param>
    /// <param name="variables">The variables of the compose file.</param>
    public static InlineDockerfile? Of(string source, ComposeBuild build, ComposeVariables variables)
    {
        var (start, end) = build.Inline?.Place ?? default;
        if (build.Inline?.Text is not { Length: > 0 } text || end > source.Length || start >= end) return null;
        var block = source.IndexOf('|', start, end - start);
        var line = block < 0 ? -1 : source.IndexOf('\n', block);
        if (line < 0 || line >= end) return null;

        // The characters of the value are in the file, in this order, each line after its indentation.
        var places = new int[text.Length + 1];
        var at = line + 1;
        var lineOfText = 0;
        var indentation = -1;
        for (var index = 0; index < text.Length; index++)
        {
            if (index == lineOfText && text[index] != '\n')
            {
                var blanks = at;
                while (blanks < source.Length && source[blanks] == ' ') blanks++;
                if (indentation < 0) indentation = blanks - at;
                at += Math.Min(indentation, blanks - at);
            }
            else if (index == lineOfText)
            {
                while (at < source.Length && source[at] == ' ') at++;
            }

            if (at < source.Length && source[at] == '\r' && text[index] == '\n') at++;
            if (at >= source.Length || source[at] != text[index]) return null;
            places[index] = at++;
            if (text[index] == '\n') lineOfText = index + 1;
        }

        places[^1] = at;
        var (expanded, all) = Expanded(text, places, variables);
        return new InlineDockerfile(source, expanded, all, new string(' ', Math.Max(indentation, 0)))
        {
            Arguments = build.KnownArguments(variables), Target = build.Target,
        };
    }

    /// <summary>The place of a part of the Dockerfile in the compose file.</summary>
    /// <param name="span">A part of <see cref="Text"/>.</param>
    public TextSpan PlaceOf(TextSpan span)
    {
        var start = _places[span.Start];
        return span.Length == 0 ? new TextSpan(start, 0) : TextSpan.FromBounds(start, Math.Max(start, _places[span.End - 1] + 1));
    }

    /// <summary>An edit of the Dockerfile as an edit of the compose file; null if the text there is written differently.</summary>
    /// <param name="edit">The edit.</param>
    public TextEdit? EditOf(TextEdit edit)
    {
        var place = PlaceOf(edit.Span);
        if (_source.Substring(place.Start, place.Length) != Text.Substring(edit.Span.Start, edit.Span.Length)) return null;

        // At the end of a line, the place is before its line break. At the beginning, it is after the indentation.
        return new TextEdit(
            place,
            edit.NewText.Replace("$", "$$", StringComparison.Ordinal).Replace("\n", "\n" + _indentation, StringComparison.Ordinal));
    }

    private static (string Text, int[] Places) Expanded(string text, int[] places, ComposeVariables variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return (text, places);
        var expanded = new StringBuilder();
        List<int> all = [];
        for (var at = 0; at < text.Length;)
        {
            var end = text[at] == '$' ? ComposeVariables.EndOf(text, at) : -1;
            var (value, next) = text[at] != '$' ? (text[at..(at + 1)], at + 1)
                : at + 1 < text.Length && text[at + 1] == '$' ? ("$", at + 2)
                : end < 0 ? ("$", at + 1)
                : (variables.Expand(text[at..end]) ?? text[at..end], end);
            expanded.Append(value);
            for (var i = 0; i < value.Length; i++) all.Add(places[at]);
            at = next;
        }

        all.Add(places[^1]);
        return (expanded.ToString(), [.. all]);
    }
}
