using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The place in the source of a part of an image reference.</summary>
/// <param name="Span">The same characters in the source.</param>
/// <param name="Argument">The ARG before the first FROM whose default value contains them; null if the reference itself contains
/// them.</param>
internal sealed record WrittenPart(TextSpan Span, string? Argument);

/// <summary>
/// An image reference with variables expanded, and the place in the source of each of its characters. Supported are literals, and
/// <c>$NAME</c> or <c>${NAME}</c> of an ARG whose default value is a literal. For other forms the place of a character is not certain.
/// </summary>
internal sealed class WrittenReference
{
    private readonly List<Piece> _pieces = [];

    private WrittenReference()
    {
    }

    /// <summary>Finds the parts of a reference; returns null if it is written in an unsupported form.</summary>
    public static WrittenReference? Of(DockerfileModel model, ImageUse use)
    {
        if (Literal(model.Source, use.Span, use.Text) is not { } written) return null;

        var result = new WrittenReference();
        var text = model.Source.AsSpan(written);
        var (at, length) = (0, 0);
        while (at < text.Length)
        {
            var next = text[at..].IndexOf('$') is >= 0 and var dollar ? at + dollar : text.Length;
            if (next > at)
            {
                result._pieces.Add(new Piece(length, next - at, new WrittenPart(new TextSpan(written.Start + at, next - at), null)));
                length += next - at;
            }

            if ((at = next) == text.Length) break;
            if (ReadVariable(text, ref at) is not { } name || model.GlobalArguments.Find(name) is not { Value: { } value } variable)
            {
                return null;
            }

            result._pieces.Add(new Piece(
                length, value.Length,
                DefaultOf(model.Source, variable, name) is { } span && model.Source.AsSpan(span).SequenceEqual(value)
                    ? new WrittenPart(span, name)
                    : null));
            length += value.Length;
        }

        return length == use.Reference.Length ? result : null;
    }

    /// <summary>The place in the source of a part of the expanded reference; null if the part is in several places.</summary>
    public WrittenPart? Find(int start, int length)
    {
        foreach (var piece in _pieces)
        {
            if (start < piece.Start || start + length > piece.Start + piece.Length) continue;
            return piece.Written is { } written
                ? written with { Span = new TextSpan(written.Span.Start + start - piece.Start, length) }
                : null;
        }

        return null;
    }

    /// <summary>
    /// Whether an ARG before the first FROM is used outside base images: in the default value of another ARG, in a platform, or in a
    /// stage that declares it again.
    /// </summary>
    public static bool IsUsedElsewhere(DockerfileModel model, string argument)
    {
        var stages = false;
        foreach (var instruction in model.Syntax.Instructions)
        {
            if (instruction.Kind == InstructionKind.From)
            {
                stages = true;
                if (instruction.FindFlag("platform") is { HasValue: true } platform && Names(platform.ValueText, argument)) return true;
            }
            else if ((instruction.Trigger ?? instruction) is { Kind: InstructionKind.Arg } declaration)
            {
                foreach (var pair in declaration.Pairs)
                {
                    if (stages ? pair.Value is null && pair.Key.Text == argument : pair.Value is { } value && Names(value.Raw, argument))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool Names(ReadOnlySpan<char> text, string argument)
    {
        for (var at = text.IndexOf('$'); at >= 0 && at < text.Length; at++)
        {
            if (text[at] != '$') continue;
            var start = at + 1 < text.Length && text[at + 1] == '{' ? at + 2 : at + 1;
            if (VariableName.Read(text, ref start).SequenceEqual(argument)) return true;
        }

        return false;
    }

    /// <summary>Reads <c>$NAME</c> or <c>${NAME}</c>; returns the name, or null for other text that begins with a dollar sign.</summary>
    private static string? ReadVariable(ReadOnlySpan<char> text, ref int at)
    {
        var braced = at + 1 < text.Length && text[at + 1] == '{';
        at += braced ? 2 : 1;
        var name = VariableName.Read(text, ref at).ToString();
        if (name.Length == 0 || (braced && (at >= text.Length || text[at++] != '}'))) return null;
        return name;
    }

    /// <summary>The place in the source of the effective default value, without quotes around it.</summary>
    private static TextSpan? DefaultOf(SourceText source, Variable variable, string name)
    {
        var value = variable.Instruction?.Pairs.LastOrDefault(pair => pair.Key.Text == name)?.Value;
        return value is null ? null : Literal(source, value.Span, value.RawText);
    }

    /// <summary>A word without the quotes around it; null if it contains other quotes or escapes, or continues in the next line.</summary>
    private static TextSpan? Literal(SourceText source, TextSpan span, string raw)
    {
        if (!source.AsSpan(span).SequenceEqual(raw)) return null;
        if (raw.Length >= 2 && raw[0] == '"' && raw[^1] == '"') span = new TextSpan(span.Start + 1, span.Length - 2);
        return source.AsSpan(span).IndexOfAny("'\"\\`") < 0 ? span : null;
    }

    /// <summary>
    /// A part of the expanded reference; <paramref name="Written"/> is null if the part has no certain place in the source.
    /// </summary>
    private sealed record Piece(int Start, int Length, WrittenPart? Written);
}
