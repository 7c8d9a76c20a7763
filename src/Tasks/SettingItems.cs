using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>A problem of an item's metadata.</summary>
/// <param name="Item">The item's type.</param>
/// <param name="Include">The item's <c>Include</c>.</param>
/// <param name="Metadata">The metadata that does not exist, or whose value is wrong; null if one is missing.</param>
/// <param name="Message">What is wrong and what to write.</param>
/// <param name="IsError">Whether the item cannot be used.</param>
internal sealed record SettingItemProblem(string Item, string Include, string? Metadata, string Message, bool IsError)
{
    /// <summary>The code: unknown or missing metadata, unless it is a wrong value.</summary>
    public RuleDescriptor Rule { get; init; } = GuardCodes.UnknownProperty;
}

/// <summary>Checks the metadata of our items.</summary>
internal static class SettingItems
{
    /// <summary>The metadata by which the targets tell the type of an item, as one list holds items of all types.</summary>
    public const string TypeName = "ContainerGuardType";

    // Metadata that the SDK, NuGet and Visual Studio put on any item.
    private static readonly string[] Common =
    [
        TypeName, "Visible", "Link", "LinkBase", "DependentUpon", "SubType", "Generator", "Pack", "PackagePath", "CopyToOutputDirectory",
        "CopyToPublishDirectory",
    ];

    /// <summary>The problems of some items. Metadata that does not exist is reported once for a type.</summary>
    public static IEnumerable<SettingItemProblem> In(IEnumerable<ITaskItem> items)
    {
        HashSet<string> reported = new(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            if (SettingTable.Find(item.GetMetadata(TypeName)) is not { Kind: SettingKind.Item } setting) continue;
            var missing = setting.Required.FirstOrDefault(names => names.Split('|').All(name => item.GetMetadata(name).Length == 0));
            if (Unknown(item, setting) is { } unknown)
            {
                var isNew = reported.Add($"{setting.Name}/{unknown}");
                if (isNew || missing is not null)
                {
                    yield return new(setting.Name, item.ItemSpec, unknown, Explain(setting, item.ItemSpec, unknown), missing is not null);
                }
            }
            else if (missing is null)
            {
                foreach (var problem in Values(item, setting)) yield return problem;
            }
            else
            {
                var (names, example) =
                    (missing.Replace("|", " or ", StringComparison.Ordinal), SettingNames.ExampleFor(setting, item.ItemSpec));
                yield return new(
                    setting.Name, item.ItemSpec, null, $"{setting.Name} '{item.ItemSpec}' has no {names}. Write {example}.", IsError: true);
            }
        }
    }

    /// <summary>The wrong values of one item.</summary>
    public static IEnumerable<SettingItemProblem> Values(ITaskItem item, SettingDefinition setting)
    {
        foreach (var form in setting.Forms)
        {
            var shown = $"{form.Name} of {setting.Name} '{item.ItemSpec}'";
            if (SettingValues.Problem(form, item.GetMetadata(form.Name).Trim(), shown) is { } problem)
            {
                yield return new(setting.Name, item.ItemSpec, form.Name, problem, IsError: true) { Rule = GuardCodes.InvalidValue };
            }
        }

        if (setting.Name == ImageItems.Expectations && !ImageItems.TryReadExpectations([item], out _, out var expectation))
        {
            yield return new(setting.Name, item.ItemSpec, null, expectation, IsError: true) { Rule = GuardCodes.ExpectationInvalid };
        }
    }

    private static string? Unknown(ITaskItem item, SettingDefinition setting) => item.CloneCustomMetadata().Keys.Cast<string>()
        .Where(name => !setting.Metadata.Concat(Common).Contains(name, StringComparer.OrdinalIgnoreCase)
            && !name.StartsWith("MSBuild", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal).FirstOrDefault();

    private static string Explain(SettingDefinition setting, string include, string unknown)
    {
        var remedy = SpellingSuggestion.Find(unknown, [.. setting.Metadata], ignoreCase: true) is { } nearest ? $"Did you mean '{nearest}'?"
            : setting.Metadata.Count == 0 ? "Remove it: this item does not support metadata."
            : $"The item supports: {string.Join(", ", setting.Metadata)}.";
        return $"{setting.Name} '{include}' has the unknown metadata '{unknown}'. {remedy}";
    }
}
