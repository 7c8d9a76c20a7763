namespace ContainerGuard;

/// <summary>Where a name of ours is written.</summary>
internal enum SettingKind
{
    /// <summary>In a <c>PropertyGroup</c>, or on the command line.</summary>
    Property,

    /// <summary>In an <c>ItemGroup</c>.</summary>
    Item,

    /// <summary>After <c>-t:</c> on the command line.</summary>
    Target,
}

/// <summary>The form of a property's value.</summary>
internal enum SettingType
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of <see cref="Setting.Booleans"/>.</summary>
    Boolean,

    /// <summary>One of <see cref="SettingDefinition.Values"/>.</summary>
    Choice,

    /// <summary>One or more of <see cref="SettingDefinition.Values"/>, separated by semicolons or commas.</summary>
    Choices,

    /// <summary>A whole number from 0.</summary>
    Number,

    /// <summary>The path of a URL, which begins with a slash.</summary>
    UrlPath,
}

/// <summary>A property, an item or a target that people may use.</summary>
/// <param name="Name">As the documentation writes it; MSBuild ignores case.</param>
/// <param name="Kind">Where it is written.</param>
/// <param name="Type">The form of a property's value.</param>
internal sealed record SettingDefinition(string Name, SettingKind Kind, SettingType Type = SettingType.Text)
{
    /// <summary>The words that a choice accepts, in lower case.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The value of a property that is not set; empty if it is empty, or depends on more than another property.</summary>
    public string Default { get; init; } = "";

    /// <summary>The metadata that an item may have.</summary>
    public IReadOnlyList<string> Metadata { get; init; } = [];

    /// <summary>The metadata that an item must have; <c>Source|EnvironmentVariable</c> stands for either of two.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The metadata that accept only some values, each as a property of that name would.</summary>
    public IReadOnlyList<SettingDefinition> Forms { get; init; } = [];

    /// <summary>Whether what people write here may be a secret, which no message repeats.</summary>
    public bool HoldsSecret { get; init; }

    /// <summary>A complete item, ready to copy.</summary>
    public string Example { get; init; } = "";
}
