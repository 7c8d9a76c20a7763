using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A label in the schema of a project.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="IsRequired">Whether every image must have it.</param>
internal sealed record LabelDefinition(string Key, LabelType Type, bool IsRequired);

/// <summary>The label schema of a project: <c>ContainerGuardLabelSchema</c> and <c>ContainerGuardStrictLabels</c>.</summary>
internal sealed class LabelSchema
{
    /// <summary>No schema.</summary>
    public static readonly LabelSchema None = new([], isStrict: false);

    private static readonly string[] TypeNames = ["text", "url", "semver", "hash", "rfc3339", "spdx", "email"];

    private readonly Dictionary<string, LabelDefinition> _definitions;

    private LabelSchema(Dictionary<string, LabelDefinition> definitions, bool isStrict) =>
        (_definitions, IsStrict) = (definitions, isStrict);

    /// <summary>Whether other labels are not allowed.</summary>
    public bool IsStrict { get; }

    public IEnumerable<LabelDefinition> Definitions => _definitions.Values;

    /// <summary>
    /// Creates a schema from keys, types (empty for text) and required flags (empty for false). The reason of a failure is a complete
    /// message.
    /// </summary>
    public static bool TryCreate(
        IEnumerable<(string Key, string Type, string Required)> items,
        bool isStrict,
        [NotNullWhen(true)] out LabelSchema? schema,
        [NotNullWhen(false)] out string? reason)
    {
        (schema, reason) = (null, null);
        Dictionary<string, LabelDefinition> definitions = new(StringComparer.Ordinal);
        foreach (var (key, type, required) in items)
        {
            var index =
                type.Length == 0 ? 0 : Array.FindIndex(TypeNames, name => name.Equals(type.Trim(), StringComparison.OrdinalIgnoreCase));
            reason = string.IsNullOrWhiteSpace(key) ? "A label has no key. Set Include to the key."
                : index < 0 ? $"The label '{key}' has the invalid Type '{type}'.{Hint(type)} Write one of: {string.Join(", ", TypeNames)}."
                : required.Length > 0 && !bool.TryParse(required, out _) ? $"The label '{key}' has the invalid value '{required}' for "
                    + "Required. Write one of: true, false."
                : null;
            if (reason is not null) return false;

            definitions[key.Trim()] =
                new LabelDefinition(key.Trim(), (LabelType)index, bool.TryParse(required, out var isRequired) && isRequired);
        }

        schema = new LabelSchema(definitions, isStrict);
        return true;
    }

    /// <summary>The definition of a label; null if the schema does not contain it.</summary>
    public LabelDefinition? Find(string key) => _definitions.GetValueOrDefault(key);

    /// <summary>
    /// The type of a label's value: from the project's schema, or else from the OCI image specification for its own keys (annotations.md,
    /// "Pre-Defined Annotation Keys").
    /// </summary>
    public LabelType TypeOf(string key) => Find(key)?.Type ?? key switch
    {
        "org.opencontainers.image.created" => LabelType.Rfc3339,
        "org.opencontainers.image.url" or "org.opencontainers.image.source" or "org.opencontainers.image.documentation" => LabelType.Url,
        "org.opencontainers.image.licenses" => LabelType.Spdx,
        _ => LabelType.Text,
    };

    private static string Hint(string type) =>
        SpellingSuggestion.Find(type, TypeNames, ignoreCase: true) is { } nearest ? $" Did you mean '{nearest}'?" : "";
}
