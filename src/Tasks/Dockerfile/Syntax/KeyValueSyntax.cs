using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A <c>key=value</c> of ENV, LABEL or ARG, or the legacy <c>key value</c> of ENV and LABEL.</summary>
internal sealed class KeyValueSyntax
{
    /// <param name="key">The name.</param>
    /// <param name="value">The value; null for an ARG without a value.</param>
    /// <param name="isLegacy">Whether name and value are separated by a space instead of an equals sign.</param>
    public KeyValueSyntax(WordSyntax key, WordSyntax? value, bool isLegacy)
    {
        Key = key;
        Value = value;
        IsLegacy = isLegacy;
    }

    public WordSyntax Key { get; }

    public WordSyntax? Value { get; }

    public bool IsLegacy { get; }

    /// <summary>The key without quotes.</summary>
    public string Name => Key.Value;

    /// <summary>
    /// Whether quotes enclose the name and the value, as in <c>"A=1"</c>. BuildKit splits the word at the equals sign, so that the quotes
    /// of both parts are not closed.
    /// </summary>
    public bool IsQuotedAsWhole =>
        Key.Raw is [('"' or '\'') and var quote, .. var name] && !name.Contains(quote) && Value is { Raw: [.., var last] } && last == quote;

    public TextSpan Span => Value is { } value ? TextSpan.FromBounds(Key.Span.Start, value.Span.End) : Key.Span;
}
