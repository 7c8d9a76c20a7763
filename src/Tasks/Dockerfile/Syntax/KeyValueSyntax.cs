namespace ContainerGuard.Dockerfile;

/// <summary>A <c>key=value</c> of ENV, LABEL or ARG, or the legacy <c>key value</c> of ENV and LABEL.</summary>
internal sealed class KeyValueSyntax
{
    /// <param name="key">The name.</param>
    /// <param name="value">The value; null for an ARG that only declares a name.</param>
    /// <param name="isLegacy">Whether a space stands for the equals sign.</param>
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

    public TextSpan Span => Value is { } value ? TextSpan.FromBounds(Key.Span.Start, value.Span.End) : Key.Span;
}
