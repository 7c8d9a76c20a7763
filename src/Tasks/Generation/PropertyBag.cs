namespace ContainerGuard.Generation;

/// <summary>Evaluated MSBuild properties. A missing property is empty, as in MSBuild.</summary>
internal sealed class PropertyBag(IReadOnlyDictionary<string, string> values)
{
    public string this[string name] => values.TryGetValue(name, out var value) ? value.Trim() : "";

    public bool IsTrue(string name) => this[name].Equals("true", StringComparison.OrdinalIgnoreCase);

    public bool IsFalse(string name) => this[name].Equals("false", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first value that is not empty, otherwise an empty string.</summary>
    public string FirstOf(ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name] is { Length: > 0 } value) return value;
        }

        return "";
    }
}
